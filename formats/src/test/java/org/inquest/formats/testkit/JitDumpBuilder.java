package org.inquest.formats.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes `jit-PID.dump` files in words.
public final class JitDumpBuilder {
  private static final int MAGIC = 0x4a695444;

  private final ByteOrder order;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// @param flags 1 for times of the processor
  public JitDumpBuilder(ByteOrder order, int pid, long flags) {
    this.order = order;
    ByteBuffer header = buffer(40);
    header.putInt(MAGIC).putInt(1).putInt(40).putInt(62).putInt(0).putInt(pid);
    header.putLong(1).putLong(flags);
    out.writeBytes(header.array());
  }

  private ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(order);
  }

  /// A function whose code is there from `time` on.
  public JitDumpBuilder load(long time, long address, int size, long index, String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer payload = buffer(40 + text.length + 1 + size);
    payload.putInt(70).putInt(71).putLong(address).putLong(address).putLong(size).putLong(index);
    payload.put(text).put((byte) 0);
    return record(0, time, payload.array());
  }

  /// The function with an index goes to another address.
  public JitDumpBuilder move(long time, long from, long to, int size, long index) {
    ByteBuffer payload = buffer(48);
    payload.putInt(70).putInt(71).putLong(to).putLong(from).putLong(to).putLong(size);
    payload.putLong(index);
    return record(1, time, payload.array());
  }

  /// The program says that there will be no more.
  public JitDumpBuilder close(long time) {
    return record(3, time, new byte[0]);
  }

  /// Any record.
  public JitDumpBuilder record(int kind, long time, byte[] payload) {
    ByteBuffer header = buffer(16);
    header.putInt(kind).putInt(16 + payload.length).putLong(time);
    out.writeBytes(header.array());
    out.writeBytes(payload);
    return this;
  }

  /// The file.
  public byte[] file() {
    return out.toByteArray();
  }
}
