package org.inquest.formats.codec;

import io.airlift.compress.v3.Decompressor;
import java.util.function.Supplier;

/// A codec of the aircompressor library. Its pure-Java decoders are used: the native ones unpack a
/// shared library into a temporary folder first, which costs more than all pages of a usual
/// session.
final class AirCodec implements PageCodec {
  private final String name;
  private final Pool<Decompressor> decoders;

  AirCodec(String name, Supplier<Decompressor> maker) {
    this.name = name;
    this.decoders = new Pool<>(maker);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean unpack(byte[] packed, byte[] target, int size) {
    Decompressor decoder = decoders.take();
    try {
      return decoder.decompress(packed, 0, packed.length, target, 0, size) == size;
    } catch (RuntimeException damaged) {
      // MalformedInputException as a rule, but damaged tables also end in index and arithmetic
      // exceptions.
      return false;
    } finally {
      decoders.give(decoder);
    }
  }
}
