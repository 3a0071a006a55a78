package org.inquest.formats.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// zlib (RFC 1950), what makedumpfile writes with `-c` and QEMU with `kdump-zlib`.
final class ZlibCodec implements PageCodec {
  private final Pool<Inflater> inflaters = new Pool<>(Inflater::new);

  @Override
  public String name() {
    return "zlib";
  }

  @Override
  public boolean unpack(byte[] packed, byte[] target, int size) {
    Inflater inflater = inflaters.take();
    try {
      inflater.setInput(packed);
      int filled = inflater.inflate(target, 0, size);
      if (filled < size) {
        return false;
      }
      // The checksum comes after the last byte: only a stream that ends here was checked.
      return inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
    } catch (DataFormatException damaged) {
      return false;
    } finally {
      inflater.reset();
      inflaters.give(inflater);
    }
  }
}
