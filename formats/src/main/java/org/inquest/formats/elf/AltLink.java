package org.inquest.formats.elf;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// `.gnu_debugaltlink`, or `.debug_sup` of DWARF 5 (7.3.6): the file with what several files'
/// debugging information has in common, as dwz makes it (GDB's manual, "Debugging Information in
/// Separate Files", and dwz(1)).
///
/// @param name a path, absolute or from the folder of the file that has the link
/// @param id the build-id of that file, in hexadecimal; what `.debug_sup` has as its checksum is a
///   build-id too
public record AltLink(String name, String id) {
  private static final int MAX_SIZE = 1 << 13;

  /// Version, and whether this file is itself the common one.
  private static final int SUP_HEADER = 3;

  /// The link of a file; empty where it has none.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where it lies outside the file
  public static Optional<AltLink> of(ElfFile file) {
    Optional<ElfSection> old = file.section(".gnu_debugaltlink").filter(ElfSection::hasBytes);
    if (old.isPresent()) {
      return read(bytes(file, old.get()), 0, false).filter(link -> !link.name.isEmpty());
    }
    return file.section(".debug_sup")
        .filter(ElfSection::hasBytes)
        .map(section -> bytes(file, section))
        .filter(bytes -> bytes.length > SUP_HEADER && bytes[SUP_HEADER - 1] == 0)
        .flatMap(bytes -> read(bytes, SUP_HEADER, true))
        .filter(link -> !link.name.isEmpty());
  }

  /// The identifier of a file that is itself the common one, by its `.debug_sup`.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where it lies outside the file
  public static Optional<String> commonId(ElfFile file) {
    return file.section(".debug_sup")
        .filter(ElfSection::hasBytes)
        .map(section -> bytes(file, section))
        .filter(bytes -> bytes.length > SUP_HEADER && bytes[SUP_HEADER - 1] == 1)
        .flatMap(bytes -> read(bytes, SUP_HEADER, true))
        .map(AltLink::id);
  }

  private static byte[] bytes(ElfFile file, ElfSection section) {
    byte[] bytes = new byte[(int) Math.min(section.size(), MAX_SIZE)];
    file.bytes().copy(section.offset(), bytes, 0, bytes.length);
    return bytes;
  }

  /// @param sized whether the identifier's length stands before it, as an unsigned LEB128
  private static Optional<AltLink> read(byte[] bytes, int from, boolean sized) {
    int end = from;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    int start = end + 1;
    for (boolean more = sized; more && start < bytes.length; start++) {
      more = bytes[start] < 0;
    }
    if (start >= bytes.length) {
      return Optional.empty();
    }
    String name = new String(bytes, from, end - from, StandardCharsets.UTF_8);
    return Optional.of(new AltLink(name, HexFormat.of().formatHex(bytes, start, bytes.length)));
  }
}
