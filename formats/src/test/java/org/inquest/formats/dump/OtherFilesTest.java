package org.inquest.formats.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.fault.UsageError;
import org.inquest.formats.testkit.ElfCoreImage;
import org.inquest.formats.testkit.KdumpImage;
import org.inquest.formats.testkit.NoteBytes;
import org.inquest.formats.testkit.TestPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherFilesTest {
  @TempDir Path folder;

  @Test
  void eachIsNamedWithWhatToDo() throws IOException {
    refused(new byte[0], "is empty");
    refused(hex("ed238f61730119a8"), "LKCD");
    refused(hex("a8190173618f23fd"), "s390");
    refused(hex("ebfe0ff0"), "Xen");
    refused(hex("d2bed2be"), "VMware");
    refused(ascii("sadump\0\0rest"), "sadump");
    refused(ascii("EMiL"), "LiME");
    refused(ascii("QEVM"), "dump-guest-memory");
    refused(ascii("LibvirtQemudSave"), "virsh dump --memory-only");
    refused(ascii("PAGEDU64"), "Windows");
    refused(hex("fd377a585a00"), "unxz");
    refused(hex("28b52ffd00"), "unzstd");
    refused(hex("04224d1800"), "unlz4");
    refused(gzip(), "gunzip");
    refused(hex("ffd8ffe000104a464946"), "JPEG");
    refused(hex("89504e470d0a1a0a"), "PNG");
    refused(
        ascii("[    0.000000] Linux version 6.1.0\n"), "a text file (a kernel log), not a dump");
    refused(ascii("hello\n"), "a text file, not a dump");
    refused(new byte[8192], "zeros only");
    refused(TestPages.noise(9000, 3), "not a dump that is known here");
  }

  @Test
  void elfFilesThatAreNoKernelCore() {
    byte[] core = new ElfCoreImage().load(0, TestPages.text(4096, 1)).bytes();
    refused(new ElfCoreImage().type(2).bytes(), "vmlinux");
    refused(new ElfCoreImage().type(1).bytes(), "kernel module");
    byte[] narrow = core.clone();
    narrow[4] = 1;
    refused(narrow, "32-bit");
    byte[] big = core.clone();
    big[5] = 2;
    big[16] = 0;
    big[17] = 4;
    refused(big, "big-endian");
    refused(withNote("Xen", 0x1000002), "Xen");
    refused(withNote("CORE", 6), "core of a user process");
    refused(withNote("CORE", 4), "netdump");
  }

  private static byte[] withNote(String name, int type) {
    byte[] notes = new NoteBytes().prstatus(1).add(name, type, new byte[16]).bytes();
    return new ElfCoreImage().notes(notes).load(0, new byte[4096]).bytes();
  }

  @Test
  void filesThatCanNotBeRead() {
    assertThatThrownBy(() -> DumpFormats.open(List.of(folder)))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("directory");
    assertThatThrownBy(() -> DumpFormats.open(List.of(folder.resolve("none"))))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> DumpFormats.open(List.of())).isInstanceOf(UsageError.class);
    assertThatThrownBy(() -> DumpTesting.open(folder, new KdumpImage().bytes(), ascii("hello\n")))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("not the parts of one dump");
  }

  private void refused(byte[] file, String words) {
    assertThatThrownBy(() -> DumpTesting.open(folder, file))
        .as(words)
        .isInstanceOf(Unsupported.class)
        .satisfies(e -> {
          assertThat(e.getMessage()).contains(words).contains("dump-0").doesNotContain("\n");
          assertThat(e).isInstanceOf(InquestException.class);
        });
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] hex(String digits) {
    return java.util.HexFormat.of().parseHex(digits);
  }

  private static byte[] gzip() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(new KdumpImage().bytes());
    }
    return out.toByteArray();
  }
}
