package org.inquest.formats.oops.detail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;

/// Who holds and wants which locks: kernel/locking/lockdep.c, and "Showing all locks held in the
/// system" of hung tasks.
///
/// @param comm of the task that complains; empty where none does
/// @param pid -1 where none does
/// @param wanted what it is trying to acquire or release
/// @param holding what it "is already holding"
/// @param chain how the wanted lock depends on the held one, from the newest dependency on
/// @param held the locks of each task, as printed
public record LockUse(
    String comm,
    int pid,
    Optional<HeldLock> wanted,
    Optional<HeldLock> holding,
    List<Link> chain,
    List<TaskLocks> held)
    implements Detail {
  private static final int MAX_TASKS = 1024;
  private static final int MAX_LINKS = 64;

  /// A lock that was taken while the next one was held.
  ///
  /// @param number as printed, 0 for the one that closes the circle
  /// @param at who took it, without the lock's own functions
  public record Link(int number, HeldLock lock, Optional<CodePlace> at) {}

  /// The locks of one task.
  public record TaskLocks(String comm, int pid, List<HeldLock> locks) {}

  private static final Pattern TRYING =
      Pattern.compile(
          "^(.{1,20})/(\\d{1,9}) is (?:trying to (?:acquire|release)|freeing memory|leaving)");
  private static final Pattern LINK = Pattern.compile("^-> #(\\d{1,4}) \\(");
  private static final Pattern HELD =
      Pattern.compile("^(?:no|\\d{1,4}) locks? held by (.{1,20})/(\\d{1,9})");
  private static final Pattern OWN =
      Pattern.compile(
          "_*(?:raw_)?(?:spin|read|write|rw|mutex|rt|ww|down|up|lock|queued|do_raw|percpu|cpus|bit)_?.*"
              + "|__lock_acquire|__mutex.*|validate_chain|check_.*");

  /// Reads it; empty where the report tells of no locks.
  static Optional<LockUse> of(List<String> lines) {
    LockUseReader reader = new LockUseReader();
    lines.forEach(reader::take);
    return reader.finish();
  }

  /// Collects line by line.
  private static final class LockUseReader {
    private String comm = "";
    private int pid = -1;
    private Optional<HeldLock> wanted = Optional.empty();
    private Optional<HeldLock> holding = Optional.empty();
    private final List<Link> chain = new ArrayList<>();
    private final List<TaskLocks> held = new ArrayList<>();

    /// Which lock the next line with one is.
    private boolean wants;

    private boolean holds;
    private boolean inLink;

    void take(String line) {
      Matcher trying = TRYING.matcher(line);
      Matcher link = LINK.matcher(line);
      Matcher task = HELD.matcher(line);
      if (trying.find() && pid < 0) {
        comm = trying.group(1);
        pid = Integer.parseInt(trying.group(2));
        wants = true;
      } else if (line.contains("already holding lock:")) {
        holds = true;
      } else if (link.find() && chain.size() < MAX_LINKS) {
        int number = Integer.parseInt(link.group(1));
        HeldLock.of(line).ifPresent(lock -> chain.add(new Link(number, lock, Optional.empty())));
        inLink = true;
      } else if (task.find() && held.size() < MAX_TASKS) {
        inLink = false;
        held.add(new TaskLocks(task.group(1), Integer.parseInt(task.group(2)), new ArrayList<>()));
      } else {
        lock(line);
      }
    }

    private void lock(String line) {
      if (inLink && line.contains("+0x")) {
        frame(line);
        return;
      }
      Optional<HeldLock> lock = line.indexOf('{') < 0 ? Optional.empty() : HeldLock.of(line);
      if (lock.isEmpty()) {
        inLink &= !line.isBlank();
        return;
      }
      if (wants) {
        wanted = lock;
      } else if (holds) {
        holding = lock;
      } else if (line.strip().startsWith("#") && !held.isEmpty()) {
        held.getLast().locks().add(lock.get());
      }
      wants = false;
      holds = false;
    }

    /// The first function of a link that is none of the lock's own.
    private void frame(String line) {
      String text = line.strip();
      int end = text.startsWith("[<") ? text.indexOf("] ") : -1;
      Optional<CodePlace> place = CodePlace.parse(end < 0 ? text : text.substring(end + 2));
      Link last = chain.isEmpty() ? null : chain.getLast();
      if (last != null
          && last.at().isEmpty()
          && place.isPresent()
          && !OWN.matcher(place.get().function()).matches()) {
        chain.set(chain.size() - 1, new Link(last.number(), last.lock(), place));
      }
    }

    Optional<LockUse> finish() {
      if (wanted.isEmpty() && holding.isEmpty() && chain.isEmpty() && held.isEmpty()) {
        return Optional.empty();
      }
      List<TaskLocks> all =
          held.stream()
              .map(task -> new TaskLocks(task.comm(), task.pid(), List.copyOf(task.locks())))
              .toList();
      return Optional.of(new LockUse(comm, pid, wanted, holding, List.copyOf(chain), all));
    }
  }
}
