package org.inquest.kernel.block;

import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;

/// A block of a disk in memory: `struct buffer_head`. While it is read or written its lock bit is
/// set, and who needs it waits for that bit.
///
/// @param disk where it comes from
/// @param number on that device or partition, in blocks
public record DiskBlock(Disk disk, long number) {
  private static final long SMALLEST = 512;
  private static final long LARGEST = 64 << 10;

  /// The block whose state word is at an address.
  ///
  /// @return empty if no `struct buffer_head` is there, as far as its members tell
  public static Optional<DiskBlock> ofState(Target target, long state) {
    try {
      long at = state - target.types().struct("struct buffer_head").offsetOf("b_state");
      KObject buffer = target.object("struct buffer_head", at);
      long size = buffer.member("b_size").asUnsigned();
      if (size < SMALLEST || size > LARGEST || Long.bitCount(size) != 1) {
        return Optional.empty();
      }
      return Disk.of(target, buffer.member("b_bdev").deref())
          .map(disk -> new DiskBlock(disk, buffer.member("b_blocknr").asUnsigned()));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }
}
