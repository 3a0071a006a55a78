package org.inquest.engine.code.image;

import java.nio.file.Path;
import java.util.List;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfMagic;
import org.inquest.formats.fault.Unsupported;

/// Opens images. The content decides, never the file's name.
public final class CodeImages {
  /// Where a boot image of x86 has `HdrS` (Documentation/arch/x86/boot.rst).
  private static final int BOOT_MAGIC_AT = 0x202;

  private static final int BOOT_MAGIC = 0x5372_6448;

  private CodeImages() {}

  /// Opens a vmlinux, a module's file, a program, a library or a dump.
  ///
  /// @throws org.inquest.formats.fault.InquestException in one line, where there is no code to read
  public static CodeImage open(Path path) {
    ByteSource bytes = MappedFile.open(path);
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

  /// The code in the memory of a dump. Closing the image leaves the dump open.
  public static CodeImage of(Target target) {
    return new LiveImage(target, false);
  }

  private static boolean isElf(ByteSource bytes) {
    return bytes.has(0, 4) && bytes.cursor(0, 4).s32() == ElfMagic.VALUE;
  }

  private static void refusePacked(ByteSource bytes) {
    if (bytes.has(BOOT_MAGIC_AT, 4) && bytes.cursor(BOOT_MAGIC_AT, 4).s32() == BOOT_MAGIC) {
      throw new Unsupported(
          bytes.name()
              + ": is a boot image (vmlinuz), its code is packed: give the vmlinux (the kernel's"
              + " scripts/extract-vmlinux unpacks one)");
    }
  }
}
