package org.inquest.app.command.oops;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.inquest.app.command.Option;
import org.inquest.diagnose.oops.LogStory;
import org.inquest.diagnose.oops.LogStoryReader;
import org.inquest.engine.debugfile.Debuginfod;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.fault.UsageError;

/// The log that a command line names: a file, or `-` for standard input.
public final class LogInput {
  /// For commands that read logs.
  public static final Option SYMBOLS =
      Option.value("--symbols", "FILE", "a System.map, or a copy of /proc/kallsyms");

  private static final String STANDARD = "-";

  private LogInput() {}

  /// Where it lies; empty for standard input.
  ///
  /// @throws UsageError where that can't be a file's name
  public static Optional<Path> file(String name) {
    return name.equals(STANDARD) ? Optional.empty() : Optional.of(path(name));
  }

  /// What a person calls it.
  public static String title(String name) {
    return name.equals(STANDARD) ? "standard input" : name;
  }

  /// A path that was typed.
  ///
  /// @throws UsageError where it is none
  public static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UsageError("not a file name: " + name);
    }
  }

  /// Reads it to its end.
  ///
  /// @param progress told how far
  /// @throws Unsupported where it can't be read, in one line
  public static LogStory read(String name, Debuginfod.Progress progress) {
    try (InputStream in = open(name, progress)) {
      return LogStoryReader.read(in);
    } catch (NoSuchFileException e) {
      throw new Unsupported(name + ": no such file");
    } catch (AccessDeniedException e) {
      throw new Unsupported(name + ": permission denied");
    } catch (IOException e) {
      String why = Files.isDirectory(path(name)) ? "is a folder, not a log" : "can't be read: " + e;
      throw new Unsupported(name + ": " + why);
    }
  }

  private static InputStream open(String name, Debuginfod.Progress progress) throws IOException {
    Optional<Path> file = file(name);
    if (file.isEmpty()) {
      return new ToldInput(System.in, title(name), -1, progress);
    }
    return new ToldInput(Files.newInputStream(file.get()), name, Files.size(file.get()), progress);
  }
}
