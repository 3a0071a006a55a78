package org.inquest.app.document;

import org.inquest.diagnose.Finding;

/// One finding of the diagnosis: what happened, how sure, the evidence, what was ruled out, what to
/// do. The record of `diagnose` is already typed evidence, so it is kept whole.
///
/// @param finding with the findings that follow from it
public record Conclusion(Finding finding) implements Document {}
