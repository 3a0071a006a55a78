package org.inquest.formats.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.fault.MalformedInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class PackedFileTest {

  private enum Packing {
    XZ,
    ZSTD,
    GZIP;

    OutputStream over(OutputStream out) throws IOException {
      return switch (this) {
        case XZ -> new XZOutputStream(out, new LZMA2Options(1));
        case ZSTD -> new ZstdOutputStream(out);
        case GZIP -> new GZIPOutputStream(out);
      };
    }

    byte[] pack(byte[] bytes) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (OutputStream packer = over(out)) {
        packer.write(bytes);
      }
      return out.toByteArray();
    }
  }

  private static byte[] module() {
    byte[] bytes = new byte[20_000];
    new Random(3).nextBytes(bytes);
    Arrays.fill(bytes, 1000, 15_000, (byte) 7);
    return bytes;
  }

  private static byte[] unpacked(byte[] packed) {
    try (ByteSource file = PackedFile.unpack(new Bytes("m.ko", packed))) {
      byte[] out = new byte[(int) file.size()];
      file.copy(0, out, 0, out.length);
      return out;
    }
  }

  @ParameterizedTest
  @EnumSource
  void contentDecides(Packing packing) throws IOException {
    assertThat(unpacked(packing.pack(module()))).isEqualTo(module());
  }

  @ParameterizedTest
  @EnumSource
  void whatBreaksOffIsToldInOneLine(Packing packing) throws IOException {
    byte[] packed = packing.pack(module());
    for (int length = 8; length < packed.length; length += 97) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> unpacked(cut)).isInstanceOf(MalformedInput.class);
    }
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      byte[] changed = packed.clone();
      changed[6 + random.nextInt(packed.length - 6)] ^= (byte) (1 + random.nextInt(255));
      try {
        assertThat(unpacked(changed)).hasSizeLessThan(1 << 24);
      } catch (MalformedInput e) {
        assertThat(e.getMessage().lines()).hasSize(1);
      }
    }
  }

  @Test
  void otherFilesAreLeftAlone() {
    assertThat(unpacked(module())).isEqualTo(module());
    assertThat(unpacked(new byte[] {1, 2, 3})).hasSize(3);
  }
}
