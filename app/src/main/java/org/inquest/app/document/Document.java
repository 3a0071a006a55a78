package org.inquest.app.document;

/// What a command returns: one node of a report. Closed: every renderer switches over all kinds.
public sealed interface Document
    permits Heading, Text, Listing, Fields, Table, Stack, Tree, Graph, Conclusion, Group, Gap {}
