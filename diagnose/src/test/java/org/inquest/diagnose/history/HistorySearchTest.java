package org.inquest.diagnose.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.history.Symptoms.Place;
import org.inquest.diagnose.history.git.GitCommitLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Searches repositories in which the answer is known.
final class HistorySearchTest {
  private static final String FILE = "fs/ext4/inode.c";

  @TempDir Path folder;

  @Test
  void findsTheFixTheGuiltyCommitAndTheStableCopyInALongHistory() {
    LargeHistory.Truth truth = LargeHistory.write(folder, 400);
    HistoryReport report = search(symptoms("6.1.20", "ext4_stray_inode"));
    RankedCommit fix = report.fixes().getFirst();
    assertThat(fix.commit().id()).isEqualTo(truth.fix());
    assertThat(fix.release()).isEqualTo("v6.2");
    assertThat(fix.standing())
        .isEqualTo("in v6.1.30 as " + truth.copy().shortened() + "; you run v6.1.20");
    assertThat(clauses(fix)).contains("fixes " + truth.guilty().shortened());
    RankedCommit cause = report.causes().getFirst();
    assertThat(cause.commit().id()).isEqualTo(truth.guilty());
    assertThat(clauses(cause)).contains("was fixed by " + truth.fix().shortened());
    assertThat(report.base().orElseThrow().revision()).isEqualTo("v6.1.20");
    assertThat(report.gaps()).isEmpty();
  }

  @Test
  void aFixThatTheKernelHasIsNoFix() {
    LargeHistory.write(folder, 400);
    HistoryReport report = search(symptoms("6.1.30", "ext4_stray_inode"));
    assertThat(report.fixes()).isEmpty();
  }

  @Test
  void aCopyInAnOlderBranchOfWhatTheKernelHasIsNoFix() {
    try (KernelHistory h = start()) {
      CommitId guilty = h.edit(FILE, "f", 1, "bad();").commit("ext4: bad\n");
      h.tag("v5.15").branch("linux-5.15.y").branch("master");
      CommitId fix = h.edit(FILE, "f", 1, "good();").commit("ext4: good" + fixes(guilty));
      h.tag("v6.1").branch("linux-5.15.y").edit(FILE, "f", 1, "good();");
      h.commit(
          "ext4: good\n\n[ Upstream commit " + fix.hex() + " ]\n\nFixes: " + guilty.shortened());
      h.tag("v5.15.9");
    }
    assertThat(search(symptoms("6.1", "f")).fixes()).isEmpty();
    assertThat(search(symptoms("5.15", "f")).fixes().getFirst().standing())
        .startsWith("in v5.15.9 as ");
  }

  @Test
  void whatFixesLaterCommitsIsNoFixForThisKernel() {
    CommitId fix;
    try (KernelHistory h = start()) {
      CommitId old = h.edit(FILE, "f", 1, "old();").commit("ext4: old\n");
      h.tag("v6.1");
      CommitId young = h.edit(FILE, "f", 2, "young();").commit("ext4: young\n");
      h.edit(FILE, "f", 2, "younger();").commit("ext4: fix young f" + fixes(young));
      fix = h.edit(FILE, "f", 1, "older();").commit("ext4: fix old f" + fixes(old));
      h.tag("v6.2");
    }
    List<RankedCommit> fixes = search(symptoms("6.1", "f")).fixes();
    assertThat(fixes.getFirst().commit().id()).isEqualTo(fix);
    assertThat(fixes).noneMatch(it -> it.commit().subject().equals("ext4: fix young f"));
  }

  @Test
  void aRevertOfASuspectIsAFixAndTheRevertedIsTheCause() {
    CommitId guilty;
    CommitId revert;
    try (KernelHistory h = start()) {
      guilty = h.edit(FILE, "f", 1, "bad();").commit("ext4: bad\n");
      h.edit(FILE, "f", 5, "harmless();").commit("ext4: harmless\n");
      h.tag("v6.1");
      h.edit(FILE, "f", 1, "step_1(x);");
      revert = h.commit("Revert \"ext4: bad\"\n\nThis reverts commit " + guilty.hex() + ".\n");
    }
    HistoryReport report = search(symptoms("6.1", "f"));
    assertThat(report.fixes().getFirst().commit().id()).isEqualTo(revert);
    assertThat(report.fixes().getFirst().standing()).contains("in no release yet");
    assertThat(report.causes().getFirst().commit().id()).isEqualTo(guilty);
    assertThat(clauses(report.causes().getFirst())).contains("was taken back by");
  }

  @Test
  void followsAFunctionToAnotherNameAndAnotherFile() {
    CommitId renamed;
    CommitId moved;
    try (KernelHistory h = start()) {
      h.edit(FILE, "f", 1, "bad();").commit("ext4: bad\n");
      h.tag("v6.1");
      h.rename(FILE, "f", "f_locked").commit("ext4: a better name\n");
      renamed = h.insert(FILE, "f_locked", 1, "if (!x)").commit("ext4: look first\n");
      h.file("fs/ext4/g.c", "h").commit("ext4: another\n");
    }
    assertThat(search(symptoms("6.1", "f")).fixes())
        .extracting(c -> c.commit().id())
        .contains(renamed);
    try (KernelHistory h = KernelHistory.in(folder.resolve("moved"))) {
      h.file(FILE, "f").commit("start\n");
      h.tag("v6.1");
      h.move(FILE, "fs/ext4/moved.c").commit("ext4: move it\n");
      moved = h.insert("fs/ext4/moved.c", "f", 1, "if (!x)").commit("ext4: look first\n");
    }
    HistoryReport report = search(folder.resolve("moved"), symptoms("6.1", "f"));
    assertThat(report.fixes()).extracting(c -> c.commit().id()).contains(moved);
  }

  @Test
  void theLineAtFaultCounts() {
    CommitId wrote;
    CommitId changed;
    try (KernelHistory h = start()) {
      wrote = h.edit(FILE, "f", 3, "use(x->inode->i_sb);").commit("ext4: use it\n");
      h.edit(FILE, "f", 6, "later(x);").commit("ext4: later\n");
      h.tag("v6.1");
      h.edit(FILE, "f", 6, "latest(x);").commit("ext4: latest\n");
      changed = h.edit(FILE, "f", 3, "use_safely(x);").commit("ext4: use it otherwise\n");
      h.edit(FILE, "f", 7, "last(x);").commit("ext4: last\n");
    }
    Symptoms at =
        new Symptoms(
            List.of("f.isra.0"),
            List.of(),
            Optional.of(new Place(FILE, 21)), // the fourth line of f's body
            Set.of(),
            Set.of(),
            KernelRelease.parse("6.1"));
    HistoryReport report = search(at);
    assertThat(report.fixes().getFirst().commit().id()).isEqualTo(changed);
    assertThat(report.causes().getFirst().commit().id()).isEqualTo(wrote);
    assertThat(clauses(report.causes().getFirst())).contains("wrote the line at fault in f()");
  }

  @Test
  void aModuleTellsFunctionsOfOneNameApart() {
    CommitId ours;
    try (KernelHistory h = start()) {
      h.file("drivers/net/foo/main.c", "probe").file("drivers/net/bar/main.c", "probe");
      h.commit("net: two drivers\n");
      h.tag("v6.1");
      ours = h.insert("drivers/net/foo/main.c", "probe", 2, "if (!x)").commit("foo: look first\n");
      h.insert("drivers/net/bar/main.c", "probe", 2, "if (!x)").commit("bar: look first\n");
    }
    Symptoms symptoms =
        new Symptoms(
            List.of("probe"),
            List.of(),
            Optional.empty(),
            Set.of(),
            Set.of("foo"),
            KernelRelease.parse("6.1"));
    assertThat(search(symptoms).fixes()).extracting(c -> c.commit().id()).containsExactly(ours);
  }

  @Test
  void ranksWhatMayHaveBrokenABisectedRange() {
    CommitId guilty;
    try (KernelHistory h = start()) {
      h.edit(FILE, "f", 1, "old();").commit("ext4: before the range\n");
      h.tag("good");
      h.edit(FILE, "g", 1, "other();").commit("ext4: another function\n");
      guilty = h.edit(FILE, "f", 2, "bad();").commit("ext4: bad\n");
      h.edit(FILE, "g", 2, "other();").commit("ext4: another function again\n");
      h.tag("bad");
    }
    GitCommitLog log = GitCommitLog.open(folder, Duration.ofMinutes(1), "");
    HistoryReport report =
        new HistorySearch(log, Symptoms.of(List.of("f")), 5, step -> {}).suspects("good", "bad");
    assertThat(report.causes()).extracting(c -> c.commit().id()).containsExactly(guilty);
  }

  @Test
  void saysWhatStandsForAReleaseThatTheCloneHasNot() {
    try (KernelHistory h = start()) {
      h.tag("v6.1");
    }
    assertThat(search(symptoms("6.1.20", "f")).gaps()).anyMatch(gap -> gap.contains("no v6.1.20"));
    assertThat(search(symptoms("6.1.0-13-amd64", "f")).gaps())
        .anyMatch(gap -> gap.contains("distribution"));
    assertThat(search(symptoms("5.4", "f")).gaps()).anyMatch(gap -> gap.contains("neither v5.4"));
    assertThat(search(Symptoms.of(List.of("f"))).gaps()).anyMatch(gap -> gap.contains("not known"));
    assertThat(search(symptoms("6.1", "nowhere")).gaps())
        .anyMatch(gap -> gap.contains("nowhere()"));
  }

  private KernelHistory start() {
    KernelHistory history = KernelHistory.in(folder);
    history.file(FILE, "e", "f", "g").commit("start\n");
    return history;
  }

  private static String fixes(CommitId guilty) {
    return "\n\nFixes: " + guilty.shortened() + " (\"x\")\n";
  }

  private static Symptoms symptoms(String release, String... functions) {
    return new Symptoms(
        List.of(functions),
        List.of(),
        Optional.empty(),
        Set.of(),
        Set.of(),
        KernelRelease.parse(release));
  }

  private HistoryReport search(Symptoms symptoms) {
    return search(folder, symptoms);
  }

  private static HistoryReport search(Path repository, Symptoms symptoms) {
    GitCommitLog log = GitCommitLog.open(repository, Duration.ofMinutes(1), "");
    return new HistorySearch(log, symptoms, 10, step -> {}).search();
  }

  private static String clauses(RankedCommit commit) {
    return String.join("; ", commit.grounds().stream().map(Ground::clause).toList());
  }
}
