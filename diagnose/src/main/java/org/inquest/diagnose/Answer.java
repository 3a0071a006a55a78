package org.inquest.diagnose;

import org.inquest.diagnose.verdict.Verdict;

/// What one rule said.
///
/// @param rule which
/// @param verdict its answer; a rule that found two things gives two answers
public record Answer(RuleInfo rule, Verdict verdict) {}
