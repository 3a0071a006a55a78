package org.inquest.profile.model;

import org.inquest.engine.code.SymbolNames;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.formats.elf.ElfFile;

/// A file with the instructions of a binary.
///
/// @param file the program, the library or the vmlinux
/// @param shift by how much the addresses of the profile lie above those of the file: KASLR; 0 for
///   programs
public record MachineCode(ElfFile file, long shift) {
  /// The file as a place of instructions. It is not to be closed: the file is shared.
  public CodeImage image() {
    return CodeImages.linked(file);
  }

  /// Names of addresses of the profile, from an image of this file.
  public SymbolNames names(CodeImage image) {
    return (address, to) -> image.names().append(address - shift, to);
  }
}
