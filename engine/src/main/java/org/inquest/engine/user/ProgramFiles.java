package org.inquest.engine.user;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;

/// Looks for the files of programs by their paths, below a folder that holds the files of the
/// machine or container that died, and on this machine. The build decides: a file whose build-id or
/// size is another one is refused. On this machine only the build-id makes a file the right one,
/// for a path alone says nothing about another machine.
///
/// @param root the folder, if one was named
/// @param machine this machine's files: `/`; empty to leave them alone
public record ProgramFiles(Optional<Path> root, Optional<Path> machine) {
  /// Looks nowhere.
  public static final ProgramFiles NONE = new ProgramFiles(Optional.empty(), Optional.empty());

  /// What a search came to.
  public sealed interface Result {
    /// @param file which need not be closed
    /// @param proven whether its build-id shows that it is the right one
    record Right(ElfFile file, boolean proven) implements Result {}

    /// @param why a clause
    record None(String why) implements Result {}
  }

  /// Looks for a file.
  ///
  /// @param path as the process had it
  /// @param buildId of what was mapped, if it is known
  /// @param size of what was mapped, in bytes, if it is known
  public Result find(String path, Optional<String> buildId, OptionalLong size) {
    if (!path.startsWith("/")) {
      return new Result.None("its path is not in the dump");
    }
    Result below =
        root.map(folder -> look(folder, path, buildId, size))
            .orElseGet(() -> new Result.None("--root DIR names a folder with the program's files"));
    if (below instanceof Result.Right || buildId.isEmpty() || machine.isEmpty()) {
      return below;
    }
    return look(machine.get(), path, buildId, size)
            instanceof Result.Right(ElfFile file, boolean proven)
        ? new Result.Right(file, proven)
        : below;
  }

  private static Result look(
      Path folder, String path, Optional<String> buildId, OptionalLong size) {
    Path file;
    try {
      Path base = folder.toAbsolutePath().normalize();
      file = base.resolve(path.substring(1)).normalize();
      // A path in a dump may lead anywhere.
      if (!file.startsWith(base)) {
        return new Result.None("its path leads out of " + folder);
      }
    } catch (InvalidPathException e) {
      return new Result.None("its path is none of this machine's");
    }
    if (!Files.isRegularFile(file)) {
      return new Result.None("there is no " + file);
    }
    try {
      // Nobody closes it: it is unmapped when the last program that it belongs to is forgotten.
      return judge(MappedFile.lend(file), buildId, size);
    } catch (InquestException e) {
      return new Result.None(e.getMessage());
    }
  }

  private static Result judge(MappedFile bytes, Optional<String> buildId, OptionalLong size) {
    ElfFile elf = ElfFile.read(bytes);
    Optional<String> id = BuildId.of(elf);
    if (buildId.isPresent() && id.isPresent()) {
      return id.equals(buildId)
          ? new Result.Right(elf, true)
          : new Result.None(
              bytes.name()
                  + " is of another build: its build-id is "
                  + id.get()
                  + ", not "
                  + buildId.get());
    }
    if (size.isPresent() && size.getAsLong() != bytes.size()) {
      return new Result.None(
          bytes.name() + " has " + bytes.size() + " bytes, the one mapped " + size.getAsLong());
    }
    return new Result.Right(elf, false);
  }
}
