package org.inquest.formats.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes makedumpfile's flattened format, record by record.
public final class FlattenedImage {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// The header.
  public FlattenedImage() {
    ByteBuffer header = ByteBuffer.allocate(4096);
    header.put("makedumpfile".getBytes(StandardCharsets.US_ASCII)).putLong(16, 1).putLong(24, 1);
    out.writeBytes(header.array());
  }

  /// Adds a record.
  public FlattenedImage record(long offset, byte[] data) {
    out.writeBytes(ByteBuffer.allocate(16).putLong(offset).putLong(data.length).array());
    out.writeBytes(data);
    return this;
  }

  /// The end mark, and the file.
  public byte[] bytes() {
    out.writeBytes(ByteBuffer.allocate(16).putLong(-1).putLong(-1).array());
    return out.toByteArray();
  }

  /// A file in pieces of `size` bytes, its start written last and, first, wrongly: as makedumpfile
  /// does with headers.
  public static byte[] of(byte[] file, int size) {
    FlattenedImage image = new FlattenedImage();
    image.record(0, new byte[Math.min(size + size / 2, file.length)]);
    for (int at = size; at < file.length; at += size) {
      image.record(at, Arrays.copyOfRange(file, at, Math.min(at + size, file.length)));
    }
    return image.record(0, Arrays.copyOf(file, Math.min(size, file.length))).bytes();
  }
}
