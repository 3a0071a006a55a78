package org.inquest.diagnose;

/// What a rule is.
///
/// @param id area and name in kebab case: "locking.mutex-cycle"
/// @param title for a list of rules: "Mutex deadlock"
/// @param looksFor one sentence for people who ask what was checked
public record RuleInfo(String id, String title, String looksFor) {}
