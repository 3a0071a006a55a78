package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inquest.diagnose.history.Candidate.Side;
import org.inquest.diagnose.history.CommitLog.Ending;
import org.inquest.diagnose.history.CommitLog.Range;

/// Collects commits that have something to do with a crash: those that change its functions, and
/// those whose messages say so.
final class Gathering {
  /// Commits that nothing but their messages brings in; a common word must not fill the memory.
  private static final int BY_MESSAGE = 5000;

  /// A function is renamed now and then, not every week.
  private static final int RENAMES = 3;

  /// Characters of a message, and of all together, that are kept.
  private static final int MESSAGE = 8000;

  private static final int MESSAGES = 12_000_000;
  private static final int SUBJECT = 200;

  private final CommitLog log;
  private final Symptoms symptoms;
  private final String lineAtFault;
  private final Map<CommitId, Candidate> candidates = new LinkedHashMap<>();
  private final Map<String, List<Candidate>> suspects = new HashMap<>();
  private final Set<String> gaps = new LinkedHashSet<>();
  private int byMessage;
  private int kept;
  private long read;

  Gathering(CommitLog log, Symptoms symptoms, String lineAtFault) {
    this.log = log;
    this.symptoms = symptoms;
    this.lineAtFault = lineAtFault;
  }

  /// Reads the commits that change some files and keeps those that change a function. Once more
  /// where a function turns out to have another name: what is newer than the renaming was read
  /// before that was known.
  void changes(Range range, Set<String> paths, Side side) {
    TouchReader touches = new TouchReader(symptoms.functions(), lineAtFault);
    for (int known = -1, i = 0; known != touches.known() && i < RENAMES; i++) {
      known = touches.known();
      Ending ending = log.changes(range, paths, change -> take(change, touches, side));
      note("changes of the functions' files", ending);
    }
  }

  private void take(Change change, TouchReader touches, Side side) {
    read++;
    Map<String, Touch> touched = touches.read(change);
    if (!touched.isEmpty()) {
      Commit commit = change.commit();
      Candidate candidate = new Candidate(commit, References.of(commit.message()), touched, side);
      candidates.put(commit.id(), candidate);
      if (side != Side.AFTER) {
        suspect(candidate);
      }
    }
  }

  /// The commit with as much of its message as there is room for.
  private Commit kept(Commit commit) {
    int room = Math.max(SUBJECT, Math.min(MESSAGE, MESSAGES - kept));
    String message = commit.message();
    String begin = message.substring(0, Math.min(room, message.length()));
    kept += begin.length();
    return new Commit(commit.id(), commit.parents(), commit.seconds(), commit.author(), begin);
  }

  private void suspect(Candidate candidate) {
    List<String> names = new ArrayList<>(candidate.references().upstream());
    names.add(candidate.commit().id().hex());
    for (String name : names) {
      suspects.computeIfAbsent(name.substring(0, 7), k -> new ArrayList<>(1)).add(candidate);
    }
  }

  /// Reads all messages and keeps the commits whose message has to do with the crash.
  void messages(Range range, Side side) {
    Ending ending = log.commits(range, commit -> take(commit, side));
    note("messages", ending);
    if (byMessage >= BY_MESSAGE) {
      gaps.add(
          "more than "
              + BY_MESSAGE
              + " messages name a function of the report: the newest were taken");
    }
  }

  private void take(Commit commit, Side side) {
    read++;
    if (byMessage < BY_MESSAGE && !candidates.containsKey(commit.id())) {
      References references = References.of(commit.message());
      if (pointsAtSuspect(references.fixes())
          || pointsAtSuspect(references.reverts())
          || mentions(commit.message())) {
        byMessage++;
        candidates.put(commit.id(), new Candidate(kept(commit), references, Map.of(), side));
      }
    }
  }

  private boolean pointsAtSuspect(List<String> names) {
    for (String name : names) {
      for (Candidate suspect : suspects.getOrDefault(name.substring(0, 7), List.of())) {
        if (suspect.mayBe(name)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean mentions(String message) {
    for (String function : symptoms.functions()) {
      if (MessageWords.mentions(message, function)) {
        return true;
      }
    }
    return MessageWords.title(message, symptoms).isPresent();
  }

  private void note(String what, Ending ending) {
    if (!ending.whole()) {
      gaps.add("not all " + what + " were read: " + ending.missing());
    }
  }

  /// What was collected.
  Map<CommitId, Candidate> candidates() {
    return candidates;
  }

  /// What was not read.
  Set<String> gaps() {
    return gaps;
  }

  /// How many commits were read.
  long read() {
    return read;
  }
}
