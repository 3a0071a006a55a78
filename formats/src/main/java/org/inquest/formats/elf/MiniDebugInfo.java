package org.inquest.formats.elf;

import java.util.Optional;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.codec.PackedFile;

/// `.gnu_debugdata`: the symbols of a stripped program or library, as Fedora and its kin ship them
/// ("MiniDebugInfo" in GDB's manual): an ELF file packed with xz, with a symbol table of those
/// functions that `.dynsym` does not name.
public final class MiniDebugInfo {
  private static final String SECTION = ".gnu_debugdata";

  /// A hundred times that of the largest libraries.
  private static final int MAX_PACKED = 1 << 26;

  private MiniDebugInfo() {}

  /// The file within; empty where there is none.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where it is damaged
  public static Optional<ElfFile> of(ElfFile file) {
    Optional<ElfSection> section =
        file.section(SECTION).filter(s -> s.hasBytes() && s.size() > 0 && s.size() <= MAX_PACKED);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    int size = (int) section.get().size();
    byte[] packed = file.bytes().cursor(section.get().offset(), size).bytes(size);
    String name = file.bytes().name() + " " + SECTION;
    return Optional.of(ElfFile.read(PackedFile.unpack(new Bytes(name, packed))));
  }
}
