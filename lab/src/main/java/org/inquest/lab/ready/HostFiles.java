package org.inquest.lab.ready;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.inquest.formats.fault.NotFound;

/// The files of the machine that is judged: this one's, or a tree that holds another's, such as a
/// mounted image or an unpacked sosreport. Reading only.
public final class HostFiles {
  // Settings are a few bytes; /proc/iomem of a large machine some hundred kilobytes.
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_LINKS = 40;
  // Where sosreport keeps the settings, since it copies no files of /proc/sys.
  private static final String SOS_SYSCTL = "/sos_commands/kernel/sysctl_-a";

  private final Path root;
  private final boolean live;

  private HostFiles(Path root, boolean live) {
    this.root = root;
    this.live = live;
  }

  /// The files below a folder; `/` is this machine as it runs.
  ///
  /// @throws NotFound if there is no such folder
  public static HostFiles of(Path root) {
    if (!Files.isDirectory(root)) {
      throw new NotFound("folder", root.toString(), "this machine");
    }
    Path path = root.toAbsolutePath().normalize();
    return new HostFiles(path, path.getParent() == null);
  }

  /// Treats a folder as if it were a running machine's root, so that tests can build machines.
  static HostFiles pretendLive(Path root) {
    return new HostFiles(root, true);
  }

  /// Whether these are the files of a running machine. Only then does an absent file of `/proc` or
  /// `/sys` mean that the kernel lacks the feature; in a copy it may just not have been copied.
  public boolean live() {
    return live;
  }

  /// The content of a file without white space at its ends.
  ///
  /// @param path absolute, as on the machine
  public Look<String> text(String path) {
    try {
      Path file = resolve(path);
      if (!attributes(file).isRegularFile()) {
        return new Look.Unseen<>(path, "not a file"); // A pipe in an image would block for ever.
      }
      try (InputStream in = Files.newInputStream(file)) {
        String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        return new Look.Seen<>(path, text.strip());
      }
    } catch (IOException e) {
      return failed(path, e);
    }
  }

  /// A whole number in a file, or in the first of several words.
  public Look<Long> number(String path) {
    return text(path).as(HostFiles::parse, "a number");
  }

  /// A kernel setting.
  ///
  /// @param name as sysctl(8) writes it: `kernel.panic_on_oops`
  public Look<Long> sysctl(String name) {
    Look<String> file = text("/proc/sys/" + name.replace('.', '/'));
    Look<String> look =
        switch (file) {
          case Look.Seen<String>(String path, String value) -> new Look.Seen<>(name, value);
          case Look.Unseen<String>(String path, String why) -> new Look.Unseen<>(name, why);
          case Look.Absent<String> a -> copiedSysctl(name);
        };
    return look.as(HostFiles::parse, "a number");
  }

  /// The names in a folder, sorted.
  public Look<List<String>> names(String folder) {
    try {
      Path path = resolve(folder);
      if (!attributes(path).isDirectory()) {
        return new Look.Unseen<>(folder, "not a folder");
      }
      try (Stream<Path> s = Files.list(path)) {
        return new Look.Seen<>(folder, s.map(p -> p.getFileName().toString()).sorted().toList());
      }
    } catch (IOException e) {
      return failed(folder, e);
    }
  }

  /// Whether there is such a file or folder.
  public boolean exists(String path) {
    try {
      return Files.exists(resolve(path));
    } catch (IOException e) {
      return false;
    }
  }

  /// Which of some words stand in a text file of lines, however large: `/proc/kallsyms`.
  public Look<Set<String>> wordsAmong(String path, Set<String> wanted) {
    try {
      Path file = resolve(path);
      if (!attributes(file).isRegularFile()) {
        return new Look.Unseen<>(path, "not a file");
      }
      Set<String> found = new HashSet<>();
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
        for (String l = reader.readLine(); l != null; l = reader.readLine()) {
          if (found.size() == wanted.size()) {
            break;
          }
          Arrays.stream(l.split("\\s+")).filter(wanted::contains).forEach(found::add);
        }
      }
      return new Look.Seen<>(path, Set.copyOf(found));
    } catch (IOException e) {
      return failed(path, e);
    }
  }

  /// Free bytes of the file system that holds a folder, or would hold it once it is made. Unseen in
  /// a copy, whose file systems are not the machine's.
  public Look<Long> freeBytes(String folder) {
    if (!live) {
      return new Look.Unseen<>(folder, "free space of another machine");
    }
    try {
      Path path = resolve(folder);
      while (!Files.exists(path) && path.getParent() != null) {
        path = path.getParent();
      }
      return new Look.Seen<>(folder, Files.getFileStore(path).getUsableSpace());
    } catch (IOException e) {
      return failed(folder, e);
    }
  }

  private Look<String> copiedSysctl(String name) {
    return switch (text(SOS_SYSCTL)) {
      case Look.Seen<String>(String path, String all) ->
          all.lines()
              .filter(l -> l.startsWith(name + " ="))
              .map(l -> l.substring(l.indexOf('=') + 1).strip())
              .findFirst()
              .<Look<String>>map(v -> new Look.Seen<>(name, v))
              .orElse(new Look.Absent<>(name));
      default -> new Look.Absent<>(name);
    };
  }

  /// Follows links as the machine itself would: an absolute one begins at `root` again, and `..`
  /// never leaves it.
  private Path resolve(String path) throws IOException {
    Deque<String> left = new ArrayDeque<>(parts(path));
    Path at = root;
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.pop();
      if (name.equals("..")) {
        at = at.equals(root) || at.getParent() == null ? root : at.getParent();
        continue;
      }
      Path next = at.resolve(name);
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new FileSystemLoopException(path);
      }
      Path target = Files.readSymbolicLink(next);
      at = target.isAbsolute() ? root : at;
      parts(target.toString()).reversed().forEach(left::push);
    }
    return at;
  }

  // Files.exists() would call absent what only may not be looked at.
  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static Optional<Long> parse(String text) {
    String word = text.split("\\s+", 2)[0];
    try {
      return Optional.of(Long.decode(word));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static <T> Look<T> failed(String path, IOException e) {
    return switch (e) {
      case NoSuchFileException none -> new Look.Absent<>(path);
      case AccessDeniedException denied -> new Look.Unseen<>(path, "permission denied");
      case FileSystemLoopException loop -> new Look.Unseen<>(path, "links in a circle");
      case FileSystemException other when "Not a directory".equals(other.getReason()) ->
          new Look.Absent<>(path);
      case FileSystemException other ->
          new Look.Unseen<>(path, Optional.ofNullable(other.getReason()).orElse("can't be read"));
      default -> new Look.Unseen<>(path, Optional.ofNullable(e.getMessage()).orElse("unreadable"));
    };
  }
}
