package org.inquest.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inquest.formats.fault.Unavailable;
import org.jspecify.annotations.Nullable;

/// The temporary folder of one run, and everything that must be gone when it ends.
///
/// Closed by try-with-resources, by a shutdown hook on Ctrl-C, and, where the JVM was killed
/// outright, by the next run: the folder's name carries the process id, and folders of dead
/// processes are swept away.
public final class Workspace implements AutoCloseable {
  private static final String PREFIX = "inquest-lab-";
  private static final long FULL = 1 << 20;
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-.*");

  private final Path folder;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final Thread hook;
  private boolean closed;

  private Workspace(Path folder) {
    this.folder = folder;
    this.hook = new Thread(this::cleanUp, "inquest-lab-cleanup");
  }

  /// Makes an empty workspace in `parent` and sweeps away what dead runs left there.
  ///
  /// @throws Unavailable if the folder can't be made
  public static Workspace in(Path parent) {
    sweep(parent);
    try {
      Files.createDirectories(parent);
      Path folder = Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + "-");
      Workspace workspace = new Workspace(folder);
      Runtime.getRuntime().addShutdownHook(workspace.hook);
      return workspace;
    } catch (IOException e) {
      throw new Unavailable(
          "no temporary folder in " + parent,
          "make room or set java.io.tmpdir (" + e.getMessage() + ")");
    }
  }

  /// Whether this JVM is ending, so that what fails now fails for want of its guests.
  public static boolean endingAll() {
    Thread probe = new Thread(() -> {}, "inquest-lab-probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /// The folder; its content vanishes with the workspace.
  public Path folder() {
    return folder;
  }

  /// Says so if the disk below the folder is full, which is then why something else failed.
  ///
  /// @throws Unavailable if it is
  public void checkRoom() {
    try {
      if (Files.getFileStore(folder).getUsableSpace() < FULL) {
        throw new Unavailable(
            "the disk of " + folder.getParent() + " is full", "make room there, or set TMPDIR");
      }
    } catch (IOException e) {
      // Then the other failure is all there is to tell.
    }
  }

  /// A file of that name in the folder.
  public Path file(String name) {
    return folder.resolve(name);
  }

  /// Hands over something that is closed, last come first gone, before the folder is removed.
  public synchronized <T extends AutoCloseable> T own(T resource) {
    owned.push(resource);
    return resource;
  }

  @Override
  public void close() {
    cleanUp();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Shutting down: the hook is running or has run.
    }
  }

  private synchronized void cleanUp() {
    if (closed) {
      return;
    }
    closed = true;
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        // One resource that will not close must not keep the others alive.
      }
    }
    delete(folder);
  }

  private static void sweep(Path parent) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    List<Path> folders;
    try (Stream<Path> s = Files.list(parent)) {
      folders = s.toList();
    } catch (IOException | UncheckedIOException e) {
      return; // Sweeping is a courtesy: what we can't list, we leave.
    }
    for (Path p : folders) {
      Matcher m = NAME.matcher(p.getFileName().toString());
      if (m.matches() && owner(m.group(1)).isEmpty()) {
        delete(p);
      }
    }
  }

  private static Optional<ProcessHandle> owner(String pid) {
    try {
      return ProcessHandle.of(Long.parseLong(pid));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static void delete(Path root) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
                throws IOException {
              Files.delete(dir);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // The next run's sweep tries again.
    }
  }
}
