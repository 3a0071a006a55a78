package org.inquest.app.document;

import java.util.List;

/// Named values, one on a line: crash's `sys`.
public record Fields(List<Field> fields) implements Document {}
