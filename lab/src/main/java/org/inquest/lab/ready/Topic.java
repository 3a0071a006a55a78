package org.inquest.lab.ready;

/// What a check is about, in the order in which a person wants to know.
public enum Topic {
  /// Does a panic leave a dump?
  SAVING,
  /// Which trouble becomes a panic?
  TRIGGER,
  /// What is left where no dump is.
  FALLBACK,
  /// Will the dump be readable with nothing else at hand?
  READING
}
