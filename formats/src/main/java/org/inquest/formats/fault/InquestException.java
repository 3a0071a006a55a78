package org.inquest.formats.fault;

/// An error that Inquest understands and can tell in one line. The message is complete: front ends
/// print it as it is.
public abstract sealed class InquestException extends RuntimeException
    permits MalformedInput, Unsupported, MemoryFault, NotFound, UsageError, Unavailable {

  InquestException(String message) {
    super(message);
  }

  InquestException(String message, boolean withStack) {
    super(message, null, false, withStack);
  }

  /// Never null, unlike a general exception's.
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
