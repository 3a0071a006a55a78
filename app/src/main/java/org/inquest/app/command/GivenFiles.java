package org.inquest.app.command;

import java.nio.file.Path;
import java.util.Optional;

/// What the command line names beside the dump.
///
/// @param vmlinux the kernel's ELF file, to be held against the dump
/// @param modules the folder of the modules' files
/// @param source the folder of the source tree
/// @param root the folder with the files of the machine, or the container, that died: its programs
///   and libraries are found there
public record GivenFiles(
    Optional<Path> vmlinux, Optional<Path> modules, Optional<Path> source, Optional<Path> root) {
  /// Nothing.
  public static final GivenFiles NONE =
      new GivenFiles(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
