package org.inquest.formats.elf;

/// How ELF files begin: `e_ident`, elf(5).
public final class ElfMagic {
  /// The first four bytes, `7f 45 4c 46`, as a little-endian number.
  public static final int VALUE = 0x464c_457f;

  private ElfMagic() {}

  /// Whether a file that begins with these bytes is an ELF file.
  public static boolean begins(byte[] start) {
    return start.length >= 4
        && start[0] == 0x7f
        && start[1] == 'E'
        && start[2] == 'L'
        && start[3] == 'F';
  }
}
