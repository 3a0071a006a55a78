package org.inquest.formats.cfi;

import java.util.Optional;
import org.inquest.formats.dwarf.DebugBytes;

/// What is said about one function, or a part of one: an FDE (DWARF 5, 6.4.1).
///
/// @param offset of its first byte in the section
/// @param low the first address that it is about
/// @param high the first one behind
/// @param common what it shares with others
/// @param instructions that make its rows of those of `common`
/// @param bases what addresses in its instructions count from
public record FrameEntry(
    long offset,
    long low,
    long high,
    CommonEntry common,
    DebugBytes instructions,
    PointerEncoding.Bases bases) {

  /// Whether it is about an address.
  public boolean covers(long address) {
    return Long.compareUnsigned(address, low) >= 0 && Long.compareUnsigned(address, high) < 0;
  }

  /// The rules at an address; empty where it is not about it.
  ///
  /// @throws org.inquest.formats.fault.InquestException where its instructions make no sense
  public Optional<FrameRow> at(long address) {
    FrameRow[] found = new FrameRow[1];
    if (covers(address)) {
      rows(row -> {
        boolean here = Long.compareUnsigned(address, row.high()) < 0;
        found[0] = here ? row : found[0];
        return !here;
      });
    }
    return Optional.ofNullable(found[0]);
  }

  /// All its rows, by address.
  ///
  /// @throws org.inquest.formats.fault.InquestException where its instructions make no sense
  public void rows(RowSink sink) {
    new FrameProgram(this, sink).run();
  }
}
