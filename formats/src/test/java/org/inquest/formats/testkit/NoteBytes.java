package org.inquest.formats.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Builds a run of ELF notes.
public final class NoteBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteOrder order;

  /// Little-endian notes.
  public NoteBytes() {
    this(ByteOrder.LITTLE_ENDIAN);
  }

  /// Notes of a machine of the given byte order.
  public NoteBytes(ByteOrder order) {
    this.order = order;
  }

  /// Adds a note; name and data are padded to 4 bytes.
  public NoteBytes add(String name, int type, byte[] data) {
    byte[] owner = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer header = ByteBuffer.allocate(12).order(order);
    header.putInt(owner.length).putInt(data.length).putInt(type);
    out.writeBytes(header.array());
    writePadded(owner);
    writePadded(data);
    return this;
  }

  /// Adds `NT_PRSTATUS` of x86-64 with a pid and the 27 registers in the kernel's order.
  public NoteBytes prstatus(int pid, long... registers) {
    ByteBuffer data = ByteBuffer.allocate(336).order(order).putInt(32, pid);
    for (int i = 0; i < registers.length; i++) {
      data.putLong(112 + i * 8, registers[i]);
    }
    return add("CORE", 1, data.array());
  }

  /// Adds VMCOREINFO.
  public NoteBytes vmcoreinfo(String text) {
    return add("VMCOREINFO", 0, text.getBytes(StandardCharsets.US_ASCII));
  }

  /// The notes so far.
  public byte[] bytes() {
    return out.toByteArray();
  }

  private void writePadded(byte[] bytes) {
    out.writeBytes(bytes);
    out.writeBytes(new byte[-bytes.length & 3]);
  }
}
