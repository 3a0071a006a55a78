package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Candidate.Side;
import org.inquest.diagnose.history.CommitLog.Range;
import org.inquest.diagnose.history.HistoryReport.Base;
import org.inquest.formats.fault.NotFound;

/// Searches a kernel's history for what broke, and what fixed, the functions of a report.
///
/// 1. The crashed kernel's release names a revision; without one nothing is told apart.
/// 2. Its tree and the newest one tell the files of the functions.
/// 3. Commits that change these files and are in the kernel: those that change the functions may
///    have broken it.
/// 4. The same for commits the kernel has not: those may have fixed it; so may those whose messages
///    point at one of the former (`Fixes:`, a revert), quote the title or name a function.
/// 5. Fixes that the kernel has under another name, as copies in its stable branch, are left out.
/// 6. Reasons are asked about each, and the first release that has it is looked up for those that
///    are listed.
///
/// Whatever ends early, for the time is up or the clone is damaged, the rest is still told, with a
/// gap.
public final class HistorySearch {
  /// Commits for which more is asked of the repository than they can be listed.
  private static final int LOOKED_AT = 3;

  private final CommitLog log;
  private final Symptoms symptoms;
  private final int most;
  private final Consumer<String> progress;
  private final List<String> gaps = new ArrayList<>();

  /// @param most how many commits to list for each role
  /// @param progress told in a few words what is being done
  public HistorySearch(CommitLog log, Symptoms symptoms, int most, Consumer<String> progress) {
    this.log = log;
    this.symptoms = symptoms;
    this.most = most;
    this.progress = progress;
  }

  /// Searches for fixes and causes.
  public HistoryReport search() {
    gaps.addAll(log.doubts());
    progress.accept("looking up the release");
    Optional<Base> base = base();
    String newest = log.newestBranch();
    FunctionFiles files = files(base.map(b -> b.commit().hex()), newest);
    Gathering gathering = new Gathering(log, symptoms, lineAtFault(base));
    if (base.isPresent()) {
      String kernel = base.get().commit().hex();
      progress.accept("reading what changed the functions before " + base.get().revision());
      gathering.changes(Range.upTo(kernel), files.paths(), Side.BEFORE);
      progress.accept("reading what changed them since");
      gathering.changes(Range.after(kernel), files.paths(), Side.AFTER);
      progress.accept("reading messages since " + base.get().revision());
      gathering.messages(Range.after(kernel), Side.AFTER);
    } else {
      progress.accept("reading what changed the functions");
      Range all = new Range(List.of(), List.of());
      gathering.changes(all, files.paths(), Side.UNKNOWN);
      progress.accept("reading messages");
      gathering.messages(all, Side.UNKNOWN);
    }
    gaps.addAll(gathering.gaps());
    return report(base, files, gathering);
  }

  /// Ranks what may have broken the kernel between a good revision and a bad one, for a bisection
  /// that tries the likeliest first.
  ///
  /// @throws org.inquest.formats.fault.NotFound where a revision does not exist
  public HistoryReport suspects(String good, String bad) {
    gaps.addAll(log.doubts());
    CommitId from = known(good);
    CommitId to = known(bad);
    FunctionFiles files = files(Optional.of(from.hex()), to.hex());
    Base base = new Base(bad, to, true);
    Gathering gathering = new Gathering(log, symptoms, lineAtFault(Optional.of(base)));
    progress.accept("reading what changed the functions from " + good + " to " + bad);
    Range range = Range.between(from.hex(), to.hex());
    gathering.changes(range, files.paths(), Side.BEFORE);
    gathering.messages(Range.after(to.hex()), Side.AFTER);
    gaps.addAll(gathering.gaps());
    return report(Optional.of(base), files, gathering);
  }

  private CommitId known(String revision) {
    return log.resolve(revision)
        .orElseThrow(() -> new NotFound("commit", revision, "the repository"));
  }

  private Optional<Base> base() {
    if (symptoms.release().isEmpty()) {
      gaps.add(
          "which kernel crashed is not known: what it has and what it has not can't be told apart");
      return Optional.empty();
    }
    KernelRelease release = symptoms.release().get();
    boolean exact = !release.vendor();
    for (String revision : release.revisions()) {
      Optional<CommitId> commit = log.resolve(revision);
      if (commit.isPresent()) {
        doubt(release, revision);
        return Optional.of(new Base(revision, commit.get(), exact));
      }
      exact = false;
    }
    if (!log.timeUp()) {
      gaps.add("the clone has neither " + String.join(" nor ", release.revisions()));
    }
    return Optional.empty();
  }

  private void doubt(KernelRelease release, String revision) {
    boolean found = revision.equals(release.revisions().getFirst());
    String why = found ? "" : " (the clone has no " + release.tag() + ")";
    if (release.vendor()) {
      gaps.add(
          revision
              + " stands for a distribution's "
              + release.shown()
              + why
              + ", which has more fixes than that: some listed here may be in it");
    } else if (!found) {
      gaps.add(
          revision
              + " stands for "
              + release.shown()
              + why
              + ": fixes that came in between may be listed");
    }
  }

  private FunctionFiles files(Optional<String> kernel, String newest) {
    progress.accept("looking for the functions");
    Set<String> trees = new LinkedHashSet<>();
    kernel.ifPresent(trees::add);
    trees.add(newest);
    FunctionFiles files = new FunctionFiles(log, symptoms).find(trees);
    gaps.addAll(files.gaps());
    return files;
  }

  private String lineAtFault(Optional<Base> base) {
    return base.filter(Base::exact)
        .flatMap(b -> symptoms.place().flatMap(p -> log.line(b.commit().hex(), p.path(), p.line())))
        .orElse("");
  }

  private HistoryReport report(Optional<Base> base, FunctionFiles files, Gathering gathering) {
    progress.accept("weighing " + gathering.candidates().size() + " commits");
    Map<CommitId, Candidate> all = gathering.candidates();
    KernelContent kernel = KernelContent.of(log, base, symptoms.release(), all.values());
    List<Candidate> fixes = new ArrayList<>();
    List<Candidate> causes = new ArrayList<>();
    for (Candidate candidate : all.values()) {
      if (candidate.side() != Side.BEFORE && !kernel.hasPatchOf(candidate)) {
        fixes.add(candidate);
      }
      if (candidate.side() != Side.AFTER && !candidate.touches().isEmpty()) {
        causes.add(candidate);
      }
    }
    Set<String> missing = kernel.missing();
    Weighing first = new Weighing(new Dossier(symptoms, all.values(), missing, Map.of(), Map.of()));
    Set<CommitId> listed = new HashSet<>();
    int found = collect(first.rank(Role.FIX, fixes), listed);
    found += collect(first.rank(Role.CAUSE, causes), listed);
    // What takes git a while is asked for the commits that can still be listed alone.
    Dossier dossier =
        new Dossier(
            symptoms, all.values(), missing, log.filesChanged(listed), log.firstReleases(listed));
    Weighing weighing = new Weighing(dossier);
    Standing standing = new Standing(log, base, symptoms.release());
    List<RankedCommit> topFixes = top(weighing, Role.FIX, fixes, listed, standing);
    List<RankedCommit> topCauses = top(weighing, Role.CAUSE, causes, listed, standing);
    if (log.timeUp()) {
      gaps.addFirst("time was up: what is not told may be there, and was not looked at");
    }
    int left = Math.max(0, found - topFixes.size() - topCauses.size());
    return new HistoryReport(
        base, topFixes, topCauses, files.definitions(), gathering.read(), left, gaps);
  }

  private int collect(List<RankedCommit> ranked, Set<CommitId> listed) {
    for (RankedCommit commit : ranked.subList(0, Math.min(LOOKED_AT * most, ranked.size()))) {
      listed.add(commit.commit().id());
      commit.copies().forEach(copy -> listed.add(copy.commit().id()));
    }
    return ranked.size();
  }

  private List<RankedCommit> top(
      Weighing weighing,
      Role role,
      Collection<Candidate> candidates,
      Set<CommitId> listed,
      Standing standing) {
    List<Candidate> looked =
        candidates.stream().filter(c -> listed.contains(c.commit().id())).toList();
    return weighing.rank(role, looked).stream().limit(most).map(standing::of).toList();
  }
}
