package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.HistoryReport.Base;
import org.inquest.diagnose.history.RankedCommit.Copy;

/// Says where a fix is to be had: in the series of the crashed kernel, or only in later ones.
final class Standing {
  private final CommitLog log;
  private final Optional<Base> base;
  private final String series;
  private final String running;

  Standing(CommitLog log, Optional<Base> base, Optional<KernelRelease> release) {
    this.log = log;
    this.base = base;
    this.series = release.map(KernelRelease::series).orElse("");
    this.running = release.map(KernelRelease::tag).orElse("");
  }

  /// The same commit with its sentence, and the copies of its series first.
  RankedCommit of(RankedCommit ranked) {
    List<Copy> copies = new ArrayList<>(ranked.copies());
    copies.sort(Comparator.comparingInt(c -> inSeries(c.release()) ? 0 : 1));
    String sentence = ranked.role() == Role.FIX && base.isPresent() ? sentence(ranked, copies) : "";
    return new RankedCommit(
        ranked.commit(), ranked.role(), ranked.grounds(), ranked.release(), copies, sentence);
  }

  private String sentence(RankedCommit ranked, List<Copy> copies) {
    String you = running.isEmpty() ? "" : "; you run " + running;
    if (inSeries(ranked.release())) {
      return "in " + ranked.release() + you;
    }
    Optional<Copy> copy = copies.stream().filter(c -> inSeries(c.release())).findFirst();
    if (copy.isPresent()) {
      return "in " + copy.get().release() + " as " + copy.get().commit().id().shortened() + you;
    }
    String first =
        ranked.release().isEmpty() ? "in no release yet" : "first in " + ranked.release();
    String newest = series.isEmpty() ? "" : log.newestRelease(series).orElse("");
    return newest.isEmpty()
        ? first + you
        : first + ", not in " + newest + ", the newest " + series + " of this clone" + you;
  }

  private boolean inSeries(String release) {
    return !release.isEmpty() && KernelRelease.series(release).equals(series);
  }
}
