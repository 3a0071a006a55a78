package org.inquest.formats.fault;

/// The person typed something wrong.
public final class UsageError extends InquestException {
  /// @param problem what is wrong, and how it should look
  public UsageError(String problem) {
    super(problem);
  }
}
