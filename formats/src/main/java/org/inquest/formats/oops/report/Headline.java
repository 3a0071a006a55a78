package org.inquest.formats.oops.report;

import java.util.List;

/// What a report is called.
///
/// @param title one line, the same for all reports of one bug
/// @param alternatives what else the bug may be called, sorted
/// @param type the class: `KASAN-READ`, `HANG`, ...; `UNKNOWN` where the kind has none
/// @param frame the guilty function; empty where the kind has none, `corrupted` where none is left
/// @param corrupted why the report can't be trusted; empty where it can
/// @param panicked whether the kernel panicked
public record Headline(
    String title,
    List<String> alternatives,
    String type,
    String frame,
    String corrupted,
    boolean panicked) {}
