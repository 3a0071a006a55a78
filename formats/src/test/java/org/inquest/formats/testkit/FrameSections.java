package org.inquest.formats.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/// Writes `.eh_frame` and its sorted table, `.eh_frame_hdr`, for functions of x86-64. Each
/// function's frame is at rsp + 8 when it begins, where the return address is.
public final class FrameSections {
  private final long address;
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private final List<long[]> table = new ArrayList<>();
  private int common = -1;

  /// @param address of `.eh_frame`
  public FrameSections(long address) {
    this.address = address;
  }

  /// What the functions after it share.
  ///
  /// @param augmentation `zR`, or `zRS` for what signals return to
  public FrameSections common(String augmentation) {
    common = bytes.position();
    StringBuilder body = new StringBuilder("00000000 01 ");
    for (char letter : (augmentation + "\0").toCharArray()) {
      body.append(HexFormat.of().toHexDigits((byte) letter));
    }
    // Steps of 1 and -8, return address 16; addresses are 4 bytes, relative to where they stand.
    record(body + "01 78 10 01 1b 0c0708 9001");
    return this;
  }

  /// A function.
  ///
  /// @param instructions in hexadecimal
  public FrameSections function(long low, int length, String instructions) {
    int at = bytes.position();
    table.add(new long[] {low, address + at});
    int begins = (int) (low - (address + at + 8));
    record(le(at + 4 - common) + le(begins) + le(length) + "00" + instructions);
    return this;
  }

  private void record(String body) {
    String packed = body.replace(" ", "");
    String padded = packed + "00".repeat((8 - (packed.length() / 2 + 4) % 8) % 8);
    bytes.put(HexFormat.of().parseHex(le(padded.length() / 2) + padded));
  }

  private static String le(long value) {
    return HexFormat.of().toHexDigits(Integer.reverseBytes((int) value));
  }

  /// `.eh_frame`.
  public byte[] frames() {
    byte[] out = new byte[bytes.position() + 4];
    bytes.get(0, out, 0, bytes.position());
    return out;
  }

  /// `.eh_frame_hdr`.
  ///
  /// @param at its own address
  public byte[] header(long at) {
    ByteBuffer out = ByteBuffer.allocate(12 + 8 * table.size()).order(ByteOrder.LITTLE_ENDIAN);
    // Version; frames' address relative to where it stands, count plain, table relative to here.
    out.put(new byte[] {1, 0x1b, 0x03, 0x3b}).putInt((int) (address - (at + 4)));
    out.putInt(table.size());
    List<long[]> sorted = new ArrayList<>(table);
    sorted.sort(Comparator.comparingLong(row -> row[0]));
    for (long[] row : sorted) {
      out.putInt((int) (row[0] - at)).putInt((int) (row[1] - at));
    }
    return out.array();
  }
}
