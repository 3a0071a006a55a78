package org.inquest.formats.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.inquest.formats.fault.MalformedInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {
  @TempDir Path folder;

  @Test
  void readsAcrossTheWindowsOfALargeFile() throws IOException {
    Path path = folder.resolve("large");
    long border = 1L << 30;
    byte[] around = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(around), border - 8);
      channel.write(ByteBuffer.wrap(around), 3 * border - 8);
    }
    try (MappedFile file = MappedFile.open(path)) {
      for (long at : new long[] {border, 3 * border}) {
        assertThat(file.u64(at - 4)).isEqualTo(0x0c0b0a0908070605L);
        byte[] copy = new byte[20];
        file.copy(at - 8, copy, 2, 16);
        assertThat(copy).startsWith(0, 0, 1, 2, 3).endsWith(15, 16, 0, 0);
      }
      assertThatThrownBy(() -> file.u64(file.size() - 7)).isInstanceOf(MalformedInput.class);
      assertThatThrownBy(() -> file.u64(-1)).isInstanceOf(MalformedInput.class);
      assertThatThrownBy(() -> file.copy(file.size() - 3, new byte[4], 0, 4))
          .isInstanceOf(MalformedInput.class);
    }
  }

  @Test
  void fileCutShortWhileItIsOpenIsAnErrorInWords() throws IOException {
    Path path = folder.resolve("shrinking");
    Files.write(path, new byte[1 << 16]);
    try (MappedFile file = MappedFile.open(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(4096);
      assertThat(file.u64(0)).isZero();
      assertThatThrownBy(() -> file.copy(1 << 15, new byte[4096], 0, 4096))
          .isInstanceOf(MalformedInput.class)
          .hasMessageContaining("read error");
    }
  }
}
