package org.inquest.formats.codec;

import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import java.util.Optional;

/// Zstandard: the decoder in Java from the first page on, and the machine's libzstd as soon as it
/// is bound.
///
/// Binding takes 30 ms of another core; the first pages of a session need not wait for it.
final class ZstdCodec implements PageCodec {
  private volatile PageCodec current = inJava();

  ZstdCodec() {
    Thread binder = new Thread(this::bind, "libzstd");
    binder.setDaemon(true);
    binder.start();
  }

  /// The decoder that works everywhere.
  static PageCodec inJava() {
    return new AirCodec("zstd", ZstdJavaDecompressor::new);
  }

  private void bind() {
    Optional<PageCodec> library = NativeZstd.open();
    if (library.isPresent()) {
      current = library.get();
    }
  }

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public boolean unpack(byte[] packed, byte[] target, int size) {
    return current.unpack(packed, target, size);
  }
}
