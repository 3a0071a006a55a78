package org.inquest.lab.cpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpioArchiveTest {
  private record Read(String name, int mode, int inode, int major, int minor, String data) {}

  @Test
  void writesFoldersBeforeTheirFilesAndEachOnce() throws IOException {
    CpioArchive archive = new CpioArchive();
    archive.executable("bin/deep/a", bytes("hello")).file("bin/deep/b", bytes("x"));
    assertThat(read(archive))
        .extracting(Read::name)
        .containsExactly("bin", "bin/deep", "bin/deep/a", "bin/deep/b", "TRAILER!!!");
  }

  @Test
  void keepsTypesPermissionsAndContent() throws IOException {
    CpioArchive archive = new CpioArchive();
    archive
        .directory("proc")
        .executable("init", bytes("#!/bin/sh\n"))
        .file("settings", bytes(""))
        .characterDevice("dev/console", 5, 1)
        .link("sh", "busybox");
    List<Read> all = read(archive);
    assertThat(all)
        .extracting(r -> Integer.toOctalString(r.mode))
        .containsExactly("40755", "100755", "100644", "40755", "20600", "120777", "0");
    assertThat(all.get(1).data).isEqualTo("#!/bin/sh\n");
    assertThat(all.get(4)).matches(r -> r.major == 5 && r.minor == 1);
    assertThat(all.get(5).data).isEqualTo("busybox");
    assertThat(all).extracting(Read::inode).doesNotHaveDuplicates();
  }

  @Test
  void aLaterFileOfTheSameNameReplacesTheFirst() throws IOException {
    CpioArchive archive = new CpioArchive();
    archive.file("a", bytes("old")).file("a", bytes("new"));
    assertThat(read(archive)).extracting(Read::data).containsExactly("new", "");
  }

  @Test
  void refusesNamesThatLeaveTheGuest() {
    CpioArchive archive = new CpioArchive();
    for (String bad : List.of("", "/etc/passwd", "../x")) {
      assertThatThrownBy(() -> archive.directory(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }

  /// Reads the archive back as the kernel does: everything aligned to 4 bytes from the start.
  private static List<Read> read(CpioArchive archive) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    archive.writeTo(out);
    String s = out.toString(StandardCharsets.ISO_8859_1);
    List<Read> all = new ArrayList<>();
    int at = 0;
    while (at < s.length()) {
      assertThat(at % 4).isZero();
      assertThat(s.substring(at, at + 6)).isEqualTo("070701");
      int[] n = new int[13];
      for (int i = 0; i < 13; i++) {
        n[i] = Integer.parseUnsignedInt(s.substring(at + 6 + 8 * i, at + 14 + 8 * i), 16);
      }
      int nameAt = at + 110;
      int dataAt = (nameAt + n[11] + 3) & ~3;
      all.add(
          new Read(
              s.substring(nameAt, nameAt + n[11] - 1),
              n[1],
              n[0],
              n[9],
              n[10],
              s.substring(dataAt, dataAt + n[6])));
      at = (dataAt + n[6] + 3) & ~3;
    }
    return all;
  }
}
