package org.inquest.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.inquest.formats.fault.MalformedInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlattenedDumpTest {
  @TempDir Path folder;

  @Test
  void putsPiecesInTheirPlaces() throws Exception {
    byte[] flat = flat(piece(6, "world"), piece(0, "hello"), piece(0, "J"), end());
    Path in = Files.write(folder.resolve("disk"), Arrays.copyOf(flat, flat.length + 1000));
    Path out = folder.resolve("dump");
    assertThat(FlattenedDump.rearrange(in, out)).isEqualTo(flat.length);
    assertThat(Files.readAllBytes(out))
        .isEqualTo("Jello\0world".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void everyTruncationIsNoticed() throws Exception {
    byte[] flat = flat(piece(0, "hello"), end());
    for (int n = 0; n < flat.length; n++) {
      Path in = Files.write(folder.resolve("cut"), Arrays.copyOf(flat, n));
      assertThatThrownBy(() -> FlattenedDump.rearrange(in, folder.resolve("out")))
          .isInstanceOf(MalformedInput.class);
    }
  }

  @Test
  void lengthsFromTheFileAreNotTrusted() throws Exception {
    for (long[] bad : new long[][] {{0, Long.MAX_VALUE}, {0, -5}, {-7, 3}, {0, 0}}) {
      byte[] record = ByteBuffer.allocate(32).putLong(bad[0]).putLong(bad[1]).array();
      Path in = Files.write(folder.resolve("bad"), flat(record));
      assertThatThrownBy(() -> FlattenedDump.rearrange(in, folder.resolve("out")))
          .isInstanceOf(MalformedInput.class);
    }
  }

  @Test
  void whatIsKeptAsItIsEndsWithItsLastRecord() throws Exception {
    byte[] flat = flat(piece(6, "world"), piece(0, "hello"), end());
    Path in = Files.write(folder.resolve("disk"), Arrays.copyOf(flat, flat.length + 1000));
    Path out = Files.writeString(folder.resolve("dump"), "something longer ".repeat(1000));
    FlattenedDump.cut(in, out);
    assertThat(Files.readAllBytes(out)).isEqualTo(flat);
  }

  private static byte[] piece(long offset, String data) {
    byte[] bytes = data.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(16 + bytes.length)
        .putLong(offset)
        .putLong(bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] end() {
    return ByteBuffer.allocate(16).putLong(-1).putLong(-1).array();
  }

  private static byte[] flat(byte[]... records) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(Arrays.copyOf("makedumpfile".getBytes(StandardCharsets.US_ASCII), 4096));
    for (byte[] r : records) {
      out.write(r);
    }
    return out.toByteArray();
  }
}
