package org.inquest.formats.dump;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.inquest.formats.bytes.ByteSource;

/// Says what a file is that can't be opened as a dump, and what its owner can do.
final class OtherFiles {
  private static final int LOOK = 4096;
  private static final int ET_REL = 1;
  private static final int ET_CORE = 4;
  private static final String NOT_SUPPORTED = ", which is not supported; ";

  private OtherFiles() {}

  /// A kind of file by its first bytes.
  ///
  /// @param offset where the bytes are
  /// @param magic characters, each a byte
  private record Magic(int offset, String magic, String what) {
    boolean matches(byte[] start) {
      if (start.length < offset + magic.length()) {
        return false;
      }
      for (int i = 0; i < magic.length(); i++) {
        if ((start[offset + i] & 0xff) != magic.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }

  private static List<Magic> magics() {
    String crash = NOT_SUPPORTED + "crash can read it";
    String vmss = "a VMware memory state (.vmss, .vmsn)" + crash;
    String unpack = "-compressed file: unpack it first (";
    return List.of(
        // Dumps of other writers. LKCD and s390: their dump.h; the rest as crash recognises them.
        new Magic(0, "\u00ed#\u008fas\u0001\u0019\u00a8", "an LKCD dump" + crash),
        new Magic(0, "\u00a8\u0019\u0001sa\u008f#\u00fd", "an s390 stand-alone dump" + crash),
        new Magic(0, "\u00eb\u00fe\u000f\u00f0", "a Xen domain dump" + crash),
        new Magic(0, "\u00ed\u00fe\u000f\u00f0", "a Xen domain dump" + crash),
        new Magic(0, "\u00ee\u00fe\u000f\u00f0", "a Xen domain dump" + crash),
        new Magic(
            0, "LinuxGuestRecord", "a saved Xen guest, which is not supported: use xl dump-core"),
        new Magic(0, "LibxlFmt", "a saved Xen guest, which is not supported: use xl dump-core"),
        new Magic(0, "\u00d0\u00be\u00d0\u00be", vmss),
        new Magic(0, "\u00d1\u00ba\u00d1\u00ba", vmss),
        new Magic(0, "\u00d2\u00be\u00d2\u00be", vmss),
        new Magic(0, "\u00d3\u00be\u00d3\u00be", vmss),
        new Magic(0, "sadump\0\0", "a sadump (Fujitsu stand-alone) dump" + crash),
        new Magic(
            0, "EMiL", "a LiME memory image" + NOT_SUPPORTED + "drgn and Volatility can use those"),
        new Magic(0, "AVML", "an AVML memory image" + NOT_SUPPORTED + "Volatility can use those"),
        new Magic(
            0,
            "QEVM",
            "a QEMU savevm file (\"KVM dump\"), which is not supported: use dump-guest-memory, or"
                + " virsh dump --memory-only"),
        new Magic(
            0,
            "LibvirtQemud",
            "a saved libvirt guest, which is not supported: use virsh dump --memory-only"),
        new Magic(0, "PAGEDU64", "a Windows crash dump, not one of Linux"),
        new Magic(0, "PAGEDUMP", "a Windows crash dump, not one of Linux"),
        new Magic(0, "MDMP", "a Windows minidump, not a dump of a Linux kernel"),
        new Magic(0, "hibr", "a Windows hibernation file, not a dump of Linux"),
        new Magic(0, "HIBR", "a Windows hibernation file, not a dump of Linux"),
        new Magic(
            0,
            "\u0001( \u0014",
            "a Hyper-V saved state" + NOT_SUPPORTED + "let kdump take the dump"),
        new Magic(0, "QFI\u00fb", "a qcow2 disk image, not a dump"),
        new Magic(0, "KDMV", "a VMware disk image, not a dump"),
        // Compressed
        new Magic(0, "\u001f\u008b", "a gzip" + unpack + "gunzip)"),
        new Magic(0, "\u00fd7zXZ\0", "an xz" + unpack + "unxz)"),
        new Magic(0, "(\u00b5/\u00fd", "a zstd" + unpack + "unzstd)"),
        new Magic(0, "\u0004\"M\u0018", "an lz4" + unpack + "unlz4)"),
        new Magic(0, "BZh", "a bzip2" + unpack + "bunzip2)"),
        new Magic(0, "\u0089LZO", "an lzop" + unpack + "lzop -d)"),
        new Magic(0, "PK\u0003\u0004", "a zip archive: unpack it first (unzip)"),
        new Magic(0, "7z\u00bc\u00af'\u001c", "a 7z archive: unpack it first (7z x)"),
        new Magic(257, "ustar", "a tar archive: unpack it first (tar -xf)"),
        // Things that lie beside dumps
        new Magic(0x202, "HdrS", "a kernel boot image (vmlinuz), not a dump: give the vmcore"),
        new Magic(0, "PERFILE2", "a perf profile (perf.data), not a dump"),
        new Magic(0, "!<arch>\n", "an archive (.a or .deb), not a dump"),
        new Magic(0, "\u00ed\u00ab\u00ee\u00db", "an RPM package, not a dump"),
        new Magic(0, "\u00ff\u00d8\u00ff", "a JPEG image, not a dump"),
        new Magic(0, "\u0089PNG", "a PNG image, not a dump"),
        new Magic(0, "GIF8", "a GIF image, not a dump"),
        new Magic(0, "%PDF", "a PDF document, not a dump"));
  }

  /// One sentence, without the file's name.
  static String describe(ByteSource source) {
    if (source.size() == 0) {
      return "is empty";
    }
    byte[] start = new byte[(int) Math.min(LOOK, source.size())];
    source.copy(0, start, 0, start.length);
    if (new Magic(0, "\u007fELF", "").matches(start)) {
      return elf(start);
    }
    for (Magic magic : magics()) {
      if (magic.matches(start)) {
        return magic.what;
      }
    }
    if (allZero(start)) {
      return "begins with zeros only: no dump was written to it, or it is an image of raw memory";
    }
    if (isText(start)) {
      return looksLikeLog(start)
          ? "a text file (a kernel log), not a dump"
          : "a text file, not a dump";
    }
    return "not a dump that is known here (kdump or ELF core); images of raw memory can't be read";
  }

  private static String elf(byte[] start) {
    if (start.length < 20) {
      return "an ELF file cut off in its header";
    }
    boolean big = start[5] == 2;
    int type = big ? start[16] << 8 | start[17] : start[17] << 8 | start[16];
    String kind = (start[4] == 1 ? "32-bit" : "64-bit") + (big ? " big-endian" : "");
    if (type == ET_CORE) {
      return "an ELF core of a " + kind + " machine; only 64-bit little-endian ones can be read";
    }
    if (type == ET_REL) {
      return "an ELF object (a kernel module?), not a dump: give the vmcore";
    }
    return "an ELF executable (a vmlinux?), not a dump: give the vmcore; it needs no vmlinux";
  }

  private static boolean allZero(byte[] start) {
    for (byte b : start) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] start) {
    int odd = 0;
    for (byte b : start) {
      if (b == 0) {
        return false;
      }
      if (b < 0x20 && b >= 0 && b != '\n' && b != '\r' && b != '\t' && b != 0x1b) {
        odd++;
      }
    }
    return odd * 50 <= start.length;
  }

  private static boolean looksLikeLog(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return text.contains("Linux version ")
        || text.contains("[    0.0")
        || text.contains("Call Trace:")
        || text.contains("BUG: ");
  }
}
