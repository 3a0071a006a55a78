package org.inquest.profile.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.profile.event.SystemTree;

/// The folder of a session.
///
/// ```
/// daemon      number and start time of the process that records
/// control     the socket on which it answers
/// setup       options that are remembered, one word a line
/// session.data  the profile
/// log         what the process that records had to say
/// ```
///
/// @param folder only its owner may enter it
public record SessionFolder(Path folder) {

  /// The process that records.
  ///
  /// @param alive whether it does; else it was killed, since it takes the file away itself
  public record Daemon(int pid, boolean alive) {}

  /// The profile that is recorded, or was.
  public Path profile() {
    return folder.resolve("session.data");
  }

  /// Where a killed session's profile is kept when the next one starts.
  public Path killed() {
    return folder.resolve("killed.data");
  }

  /// What the process that records had to say.
  public Path log() {
    return folder.resolve("log");
  }

  Path control() {
    return folder.resolve("control");
  }

  private Path daemonFile() {
    return folder.resolve("daemon");
  }

  private Path setup() {
    return folder.resolve("setup");
  }

  /// Makes the folder.
  public void create() {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw cannotWrite(e);
    }
  }

  /// The process that records, or did until it was killed.
  public Optional<Daemon> daemon() {
    String[] words = SystemTree.text(daemonFile()).orElse("").split(" ", -1);
    if (words.length != 2 || !words[0].matches("\\d{1,9}")) {
      return Optional.empty();
    }
    int pid = Integer.parseInt(words[0]);
    return Optional.of(new Daemon(pid, startOf(pid).equals(words[1])));
  }

  /// Says that this process records.
  void claim() {
    int pid = (int) ProcessHandle.current().pid();
    write(daemonFile(), pid + " " + startOf(pid));
  }

  /// Says that nobody records any more.
  void release() {
    try {
      Files.deleteIfExists(daemonFile());
      Files.deleteIfExists(control());
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /// Puts a killed session's profile aside.
  ///
  /// @return where it is now; empty where there is none
  public Optional<Path> putAside() {
    release();
    try {
      if (Files.exists(profile())) {
        Files.move(profile(), killed(), StandardCopyOption.REPLACE_EXISTING);
        return Optional.of(killed());
      }
      return Optional.empty();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /// Forgets the profile of a session that has ended.
  ///
  /// @return whether there was one
  public boolean deleteProfile() {
    try {
      return Files.deleteIfExists(profile());
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /// The options that are remembered.
  public List<String> remembered() {
    return SystemTree.text(setup())
        .filter(text -> !text.isEmpty())
        .map(text -> List.of(text.split("\n", -1)))
        .orElse(List.of());
  }

  /// Remembers options; none forgets them.
  public void remember(List<String> words) {
    create();
    write(setup(), String.join("\n", words));
  }

  private void write(Path file, String text) {
    try {
      Files.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /// A number is given out again; the time of the start is not (proc_pid_stat(5), field 22).
  private static String startOf(int pid) {
    String stat = SystemTree.text(Path.of("/proc", String.valueOf(pid), "stat")).orElse("");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length > 19 && !fields[0].equals("Z") ? fields[19] : "";
  }

  private Unavailable cannotWrite(Exception e) {
    return new Unavailable(
        "the session's folder " + folder + " can't be written", String.valueOf(e.getMessage()));
  }
}
