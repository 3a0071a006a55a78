package org.inquest.formats.fault;

/// A file or table breaks its own format.
public final class MalformedInput extends InquestException {
  private final String source;
  private final long offset;

  /// @param source the file or table, as the user knows it
  /// @param offset byte offset in that source, or -1 where no single place is to blame
  /// @param expected what the format asks for
  /// @param found what is there
  public MalformedInput(String source, long offset, String expected, String found) {
    super(
        source
            + (offset >= 0 ? " at offset 0x" + Long.toHexString(offset) : "")
            + ": expected "
            + expected
            + ", found "
            + found);
    this.source = source;
    this.offset = offset;
  }

  /// The file or table that is broken.
  public String source() {
    return source;
  }

  /// Byte offset in the source, or -1.
  public long offset() {
    return offset;
  }
}
