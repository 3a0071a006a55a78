package org.inquest.profile.model;

import org.inquest.engine.code.SymbolNames;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.formats.elf.ElfFile;

/// The instructions of a binary.
///
/// @param image of the program, the library, the vmlinux or the module. It is not to be closed: its
///   file is shared
/// @param shift by how much the addresses of the profile lie above those of the image: KASLR; 0 for
///   programs and modules
/// @param others names of addresses of the profile that the image has none for
public record MachineCode(CodeImage image, long shift, SymbolNames others) {
  /// Of a file that is linked.
  static MachineCode of(ElfFile file, long shift) {
    return new MachineCode(CodeImages.linked(file), shift, SymbolNames.NONE);
  }

  /// Names of addresses of the profile.
  public SymbolNames names() {
    return (address, to) -> image.names().append(address - shift, to) || others.append(address, to);
  }
}
