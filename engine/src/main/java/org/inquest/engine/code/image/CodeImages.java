package org.inquest.engine.code.image;

import java.nio.file.Path;
import java.util.List;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.codec.PackedFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfMagic;
import org.inquest.formats.fault.Unsupported;

/// Opens images. The content decides, never the file's name.
public final class CodeImages {
  /// Where a boot image of x86 has `HdrS` (Documentation/arch/x86/boot.rst).
  private static final int BOOT_MAGIC_AT = 0x202;

  private static final int BOOT_MAGIC = 0x5372_6448;

  /// `ARM\x64` in an Image (Documentation/arch/arm64/booting.rst).
  private static final int ARM_MAGIC_AT = 56;

  private static final int ARM_MAGIC = 0x644d_5241;

  /// `zimg` behind `MZ`: a packed image of EFI (since v6.1;
  /// drivers/firmware/efi/libstub/zboot-header.S).
  private static final int ZBOOT_MAGIC = 0x676d_697a;

  private CodeImages() {}

  /// Opens a vmlinux, a module's file, a program, a library or a dump. All but dumps may be packed
  /// as distributions pack modules (`.ko.xz`, `.ko.zst`, `.ko.gz`).
  ///
  /// @throws org.inquest.formats.fault.InquestException in one line, where there is no code to read
  public static CodeImage open(Path path) {
    ByteSource bytes = PackedFile.unpack(MappedFile.open(path));
    boolean opened = false;
    try {
      if (isElf(bytes)) {
        ElfFile file = ElfFile.read(bytes);
        if (file.type() != ElfFile.ET_CORE) {
          CodeImage image =
              file.type() == ElfFile.ET_REL ? new ModuleFile(file) : new ElfImage(file);
          opened = true;
          return image;
        }
      }
      refusePacked(bytes);
    } finally {
      if (!opened) {
        bytes.close();
      }
    }
    return new LiveImage(TargetOpener.open(List.of(path)), true);
  }

  /// The code of a linked file that is open already.
  ///
  /// @param file closed with the image
  public static ElfImage linked(ElfFile file) {
    return new ElfImage(file);
  }

  /// The code in the memory of a dump. Closing the image leaves the dump open.
  public static CodeImage of(Target target) {
    return new LiveImage(target, false);
  }

  private static boolean isElf(ByteSource bytes) {
    return bytes.has(0, 4) && bytes.cursor(0, 4).s32() == ElfMagic.VALUE;
  }

  /// Boot images have their code packed, or (arm64's Image) no tables that say what is where.
  private static void refusePacked(ByteSource bytes) {
    boolean x86 = bytes.has(BOOT_MAGIC_AT, 4) && bytes.cursor(BOOT_MAGIC_AT, 4).s32() == BOOT_MAGIC;
    boolean arm64 = bytes.has(ARM_MAGIC_AT, 4) && bytes.cursor(ARM_MAGIC_AT, 4).s32() == ARM_MAGIC;
    boolean zboot = bytes.has(0, 8) && bytes.cursor(4, 4).s32() == ZBOOT_MAGIC;
    if (x86 || arm64 || zboot) {
      throw new Unsupported(
          bytes.name()
              + ": is a boot image ("
              + (arm64 ? "Image" : "vmlinuz")
              + "), "
              + (arm64 ? "which has no sections" : "its code is packed")
              + ": give the vmlinux (the kernel's scripts/extract-vmlinux unpacks one)");
    }
  }
}
