package org.inquest.lab.sweep.knob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;

/// The files of this machine, or of a folder that holds such files.
public final class FolderKnobs implements KnobFiles {
  private static final int MOST_NAMES = 100_000;

  private final Path root;

  /// @param root `/` for this machine
  /// @throws NotFound if there is no such folder
  public FolderKnobs(Path root) {
    if (!Files.isDirectory(root)) {
      throw new NotFound("folder", root.toString(), "this machine");
    }
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public Optional<String> read(String path) {
    Path file = file(path);
    if (!Files.isRegularFile(file)) {
      // A pipe would block for ever, and what may not be looked at is not regular for us.
      return absent(file) ? Optional.empty() : unreadable(path, "no plain file, or not for us");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(text(in).stripTrailing());
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException e) {
      return unreadable(path, reason(e));
    }
  }

  /// By plain reads: readNBytes() asks first where it is, and the kernel's simple attributes
  /// (DEFINE_SIMPLE_ATTRIBUTE, most of debugfs) have no place to be asked for.
  private static String text(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[1 << 16];
    for (int n = in.read(some); n > 0 && all.size() < MOST_BYTES; n = in.read(some)) {
      all.write(some, 0, n);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void write(String path, String value) {
    OpenOption[] how =
        path.endsWith("/trigger")
            ? new OpenOption[] {StandardOpenOption.WRITE, StandardOpenOption.APPEND}
            : new OpenOption[] {StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING};
    try (OutputStream out = Files.newOutputStream(file(path), how)) {
      if (!value.isEmpty()) {
        // One write(2): the kernel takes each as a whole new value.
        out.write((value + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new Unavailable(
          "can't write '" + value + "' to " + path + ": " + reason(e),
          e instanceof AccessDeniedException
              ? "be root, on a kernel that is not locked down"
              : "see what the file says now, and the kernel's log");
    }
  }

  @Override
  public List<String> list(String folder) {
    Path path = file(folder);
    try (Stream<Path> names = Files.list(path)) {
      return names.limit(MOST_NAMES).map(p -> p.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (IOException e) {
      throw new Unavailable("can't list " + folder + ": " + reason(e), "be root");
    }
  }

  @Override
  public Optional<Boolean> writable(String path) {
    try {
      return Optional.of(
          Files.getPosixFilePermissions(file(path)).contains(PosixFilePermission.OWNER_WRITE));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private Path file(String path) {
    return root.resolve(path.substring(path.startsWith("/") ? 1 : 0)).normalize();
  }

  /// Files.exists() would call absent what only may not be looked at.
  private static boolean absent(Path file) {
    return Files.notExists(file);
  }

  private static <T> T unreadable(String path, String why) {
    throw new Unavailable("can't read " + path + ": " + why, "be root");
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException none -> "no such file";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> Optional.ofNullable(e.getMessage()).orElse("unknown reason");
    };
  }
}
