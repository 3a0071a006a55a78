package org.inquest.app.document;

import java.util.List;

/// A thing and what hangs below it: who waits for whom, which process started which.
public record Tree(String label, List<Tree> children) implements Document {}
