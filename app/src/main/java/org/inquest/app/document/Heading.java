package org.inquest.app.document;

/// The title of what follows.
public record Heading(String title) implements Document {}
