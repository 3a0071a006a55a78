package org.inquest.formats.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.orc.OrcTable;
import org.inquest.formats.orc.OrcVersion;

/// Writes an ORC table: sorted offsets relative to their own places, then entries of six bytes.
public final class OrcImage {
  private record Entry(long ip, int spOffset, int bpOffset, int flags) {}

  private final List<Entry> entries = new ArrayList<>();
  private final long start;

  /// @param start where the offsets lie; the entries follow
  public OrcImage(long start) {
    this.start = start;
  }

  /// Adds an entry; they must come sorted.
  ///
  /// @param flags as stored: sp_reg, bp_reg and the rest as the layout has it
  public OrcImage entry(long ip, int spOffset, int bpOffset, int flags) {
    entries.add(new Entry(ip, spOffset, bpOffset, flags));
    return this;
  }

  /// Both tables, one after the other.
  public byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(entries.size() * 10).order(ByteOrder.LITTLE_ENDIAN);
    for (Entry entry : entries) {
      out.putInt((int) (entry.ip - (start + out.position())));
    }
    for (Entry entry : entries) {
      out.putShort((short) entry.spOffset).putShort((short) entry.bpOffset);
      out.putShort((short) entry.flags);
    }
    return out.array();
  }

  /// Where the entries lie.
  public long entriesAt() {
    return start + 4L * entries.size();
  }

  /// The table over [#bytes].
  public OrcTable table(OrcVersion version) {
    return new OrcTable(start, entriesAt(), entries.size(), version);
  }
}
