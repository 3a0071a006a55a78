package org.inquest.lab.attempt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.cpio.CpioArchive;
import org.inquest.lab.process.SharedObjects;

/// What a reproducer needs in the guest: its program, the files it was given, and the libraries of
/// every program among them.
///
/// Programs keep their absolute path; files given with `--copy` and a program with a relative path
/// go to [#HOME], where the command runs. Commands that guests have (busybox's) are used as they
/// are; others are looked for on this machine's PATH.
final class Cargo {
  /// The command's working directory in the guest.
  static final String HOME = "/try";

  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash");
  // The guest's memory holds it twice while it is unpacked.
  private static final long MOST_BYTES = 256L << 20;

  private final Map<String, Path> files = new TreeMap<>();
  private final List<String> command;
  private final Set<String> guestCommands;
  private long size;

  private Cargo(List<String> command, Set<String> guestCommands) {
    this.command = new ArrayList<>(command);
    this.guestCommands = guestCommands;
  }

  /// Collects everything.
  ///
  /// @throws NotFound if the command or a file is not there
  /// @throws Unavailable if something can't run in a guest
  static Cargo pack(Reproducer reproducer, Set<String> guestCommands) {
    Cargo cargo = new Cargo(reproducer.command(), guestCommands);
    reproducer.copies().stream().map(Copy::parse).forEach(cargo::addCopy);
    cargo.addProgram();
    return cargo;
  }

  /// The command as it is called in the guest.
  List<String> command() {
    return List.copyOf(command);
  }

  /// Paths in the guest.
  Set<String> paths() {
    return Set.copyOf(files.keySet());
  }

  /// The files as a newc archive, relative to `/`.
  byte[] archive() {
    CpioArchive archive = new CpioArchive();
    archive.directory(HOME.substring(1));
    files.forEach((to, from) -> {
      byte[] bytes = SharedObjects.read(from);
      String name = to.substring(1);
      if (Files.isExecutable(from)) {
        archive.executable(name, bytes);
      } else {
        archive.file(name, bytes);
      }
    });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      archive.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory has no write errors.
    }
    return out.toByteArray();
  }

  private void addProgram() {
    String word = command.getFirst();
    Path program;
    if (word.contains("/")) {
      Path given = Path.of(word);
      String inside = given.isAbsolute() ? given.normalize().toString() : HOME + "/" + name(given);
      command.set(0, inside);
      if (!Files.exists(given) && files.containsKey(inside)) {
        return; // Its file came with --copy.
      }
      program = regular(given);
      add(inside, program);
    } else if (guestCommands.contains(word)) {
      return;
    } else {
      program = onPath(word);
      command.set(0, program.toString());
      add(program.toString(), program);
    }
    if (!Files.isExecutable(program)) {
      throw new Unavailable(program + " is not executable", "chmod +x " + program);
    }
    interpreted(program);
  }

  private void addCopy(Copy copy) {
    if (!Files.isDirectory(copy.from())) {
      add(copy.to(), regular(copy.from()));
      return;
    }
    try (Stream<Path> all = Files.walk(copy.from())) {
      all.filter(Files::isRegularFile)
          .forEach(f -> add(copy.to() + "/" + copy.from().relativize(f), f));
    } catch (IOException | UncheckedIOException e) {
      throw new Unavailable(copy.from() + " can't be read (" + e.getMessage() + ")", "permit it");
    }
  }

  private void add(String to, Path from) {
    String inside = Path.of(to).normalize().toString();
    if (files.putIfAbsent(inside, from) != null) {
      return;
    }
    byte[] bytes = SharedObjects.read(from);
    size += bytes.length;
    if (size > MOST_BYTES) {
      throw new Unavailable(
          "more than " + (MOST_BYTES >> 20) + " MB are to be copied into the guest",
          "name fewer files");
    }
    if (Files.isExecutable(from) && SharedObjects.isElf(bytes) && !isLibrary(from)) {
      SharedObjects.of(from, bytes).forEach(l -> add(l.toString(), l));
    }
  }

  // A library is brought by the program that wants it, with all that the library wants.
  private static boolean isLibrary(Path file) {
    return name(file).matches(".*\\.so(\\..*)?|ld-.*");
  }

  /// A script is run by the guest's shell, whatever shell it names; another interpreter must be
  /// there.
  private void interpreted(Path program) {
    Optional<String> line = firstLine(program);
    if (line.isEmpty()) {
      return;
    }
    String[] words = line.get().substring(2).strip().split("\\s+");
    String path = name(Path.of(words[0])).equals("env") && words.length > 1 ? words[1] : words[0];
    String interpreter = name(Path.of(path));
    if (SHELLS.contains(interpreter)) {
      command.addFirst("sh");
    } else if (guestCommands.contains(interpreter)) {
      command.addFirst(interpreter);
    } else if (!files.containsKey(words[0])) {
      throw new Unavailable(
          program + " wants " + path + ", which guests have not",
          "give it with --copy, or write the reproducer in C or for sh");
    }
  }

  private static Optional<String> firstLine(Path program) {
    String text = new String(SharedObjects.read(program), StandardCharsets.ISO_8859_1);
    return text.startsWith("#!") ? text.lines().findFirst() : Optional.empty();
  }

  private static Path regular(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new NotFound("file", file.toString(), "this machine");
    }
    return file;
  }

  private static Path onPath(String word) {
    return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":"))
        .filter(f -> f.startsWith("/"))
        .map(f -> Path.of(f, word))
        .filter(p -> Files.isRegularFile(p) && Files.isExecutable(p))
        .findFirst()
        .orElseThrow(() ->
            new NotFound(
                "command",
                word,
                "guests or on the PATH (a file of this folder is ./" + word + ")"));
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
