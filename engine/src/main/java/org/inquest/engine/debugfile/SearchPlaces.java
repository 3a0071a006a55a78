package org.inquest.engine.debugfile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where files may be looked for, as the command line and the environment say.
///
/// @param vmlinux the kernel's file that was named, before all others
/// @param modules the folder with modules' files that was named, before all others
/// @param beside the folder the dump is in
/// @param root of the machine's files: `/`
/// @param caches folders laid out as debuginfod's clients keep what they fetched:
///   `BUILD-ID/debuginfo`
/// @param unpacked folder of kernels' files that were packed, made when it is needed
/// @param server asked last; empty where no server was named
public record SearchPlaces(
    Optional<Path> vmlinux,
    Optional<Path> modules,
    Optional<Path> beside,
    Path root,
    List<Path> caches,
    Path unpacked,
    Optional<Debuginfod> server) {
  public SearchPlaces {
    caches = List.copyOf(caches);
  }
}
