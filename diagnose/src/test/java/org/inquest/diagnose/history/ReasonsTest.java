package org.inquest.diagnose.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Candidate.Side;
import org.inquest.diagnose.history.Touch.How;
import org.junit.jupiter.api.Test;

/// Each reason: a commit that has it, and one that nearly has it.
final class ReasonsTest {
  private static final Symptoms SYMPTOMS =
      new Symptoms(
          List.of("f", "g", "h"),
          List.of("KASAN: use-after-free Read in f"),
          Optional.empty(),
          Set.of(),
          Set.of(),
          Optional.empty());

  private final List<Candidate> all = new ArrayList<>();

  @Test
  void aFixOfASuspectCountsByTheFunctionThatTheSuspectChanged() {
    Candidate near = commit(Side.BEFORE, "near", touch("f"));
    Candidate far = commit(Side.BEFORE, "far", touch("h"));
    Candidate fixNear = commit(Side.AFTER, "a\n\nFixes: " + near.commit().id().shortened());
    Candidate fixFar = commit(Side.AFTER, "b\n\nFixes: " + far.commit().id().shortened());
    assertThat(ground(Role.FIX, fixNear, "fixes ").points()).isEqualTo(60);
    assertThat(ground(Role.FIX, fixFar, "fixes ").points()).isEqualTo(29);
    assertThat(ground(Role.CAUSE, near, "was fixed by").points()).isEqualTo(25);
  }

  @Test
  void aFixOfACommitThatChangedNothingHereIsNoSign() {
    Candidate stranger = commit(Side.BEFORE, "stranger");
    Candidate fix = commit(Side.AFTER, "a\n\nFixes: " + stranger.commit().id().shortened());
    assertThat(clauses(Role.FIX, fix)).isEmpty();
  }

  @Test
  void aQuotedTitleCountsWhateverItsSpacesAndCase() {
    Candidate quotes = commit(Side.AFTER, "fix\n\nkasan: Use-after-free  Read in f\n");
    Candidate other = commit(Side.AFTER, "fix\n\nKASAN: use-after-free Write in ff\n");
    assertThat(ground(Role.FIX, quotes, "quotes the title").points()).isEqualTo(60);
    Candidate longer = commit(Side.AFTER, "fix\n\nKASAN: use-after-free Read in f_longer\n");
    assertThat(clauses(Role.FIX, other)).isEmpty();
    assertThat(clauses(Role.FIX, longer)).isEmpty();
  }

  @Test
  void aQuotedTraceCountsInItsOrderOnly() {
    Candidate quotes = commit(Side.AFTER, "fix\n\n f+0x12/0x30\n g+0x1/0x20\n h+0x9/0x90\n");
    Candidate reversed = commit(Side.AFTER, "fix\n\n h+0x9/0x90\n g+0x1/0x20\n f+0x12/0x30\n");
    assertThat(ground(Role.FIX, quotes, "call trace").points()).isEqualTo(30);
    assertThat(clauses(Role.FIX, reversed)).noneMatch(clause -> clause.contains("call trace"));
  }

  @Test
  void aNameInTheSubjectCountsMoreThanOneFurtherDown() {
    Candidate subject = commit(Side.AFTER, "fix f()\n");
    Candidate body = commit(Side.AFTER, "fix\n\nin f()\n");
    Candidate longer = commit(Side.AFTER, "fix ff() and f_g()\n");
    Candidate prose = commit(Side.AFTER, "fix f and g in h\n");
    assertThat(clauses(Role.FIX, prose)).isEmpty();
    assertThat(ground(Role.FIX, subject, "subject names f()").points()).isEqualTo(25);
    assertThat(ground(Role.FIX, body, "message names f()").points()).isEqualTo(12);
    assertThat(clauses(Role.FIX, longer)).isEmpty();
  }

  @Test
  void aKindOfCrashCountsNearAFunctionOnly() {
    Candidate near = commit(Side.AFTER, "avoid a use after free\n", touch("g"));
    Candidate elsewhere = commit(Side.AFTER, "avoid a use after free\n");
    Candidate another = commit(Side.AFTER, "avoid a deadlock\n", touch("g"));
    assertThat(ground(Role.FIX, near, "tells of a use after free").points()).isEqualTo(15);
    assertThat(clauses(Role.FIX, elsewhere)).isEmpty();
    assertThat(clauses(Role.FIX, another)).noneMatch(clause -> clause.contains("tells of"));
  }

  @Test
  void whatWasTakenBackIsABadFixAndALikelyCause() {
    Candidate taken = commit(Side.AFTER, "a change\n", touch("f"));
    commit(Side.AFTER, "Revert\n\nThis reverts commit " + taken.commit().id().hex() + ".\n");
    Candidate kept = commit(Side.AFTER, "another change\n", touch("f"));
    assertThat(ground(Role.FIX, taken, "taken back").points()).isEqualTo(-30);
    assertThat(ground(Role.CAUSE, taken, "taken back").points()).isEqualTo(40);
    assertThat(clauses(Role.FIX, kept)).noneMatch(clause -> clause.contains("taken back"));
  }

  @Test
  void testsAndSyzbotAndStableCountALittle() {
    Touch test = new Touch("f", "x.c", How.CHANGED, "if (!inode)", false);
    Candidate tests =
        commit(Side.AFTER, "s\n\nReported-by: syzbot+1@x.org\nCc: stable@vger.kernel.org\n", test);
    assertThat(ground(Role.FIX, tests, "adds a test to f(): if (!inode)").points()).isEqualTo(8);
    assertThat(ground(Role.FIX, tests, "syzbot").points()).isEqualTo(8);
    assertThat(ground(Role.FIX, tests, "asked for in stable").points()).isEqualTo(6);
    Candidate writes =
        commit(Side.AFTER, "s\n", new Touch("f", "x.c", How.ADDED, "if (!inode)", false));
    assertThat(clauses(Role.FIX, writes)).noneMatch(clause -> clause.contains("adds a test"));
  }

  @Test
  void theLastThreeChangesBeforeTheCrashAreNearerThanTheOthers() {
    List<Candidate> changes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      changes.add(commit(Side.BEFORE, "change " + i + "\n", touch("f")));
    }
    assertThat(ground(Role.CAUSE, changes.get(4), "last change").points()).isEqualTo(15);
    assertThat(ground(Role.CAUSE, changes.get(2), "last changes").points()).isEqualTo(7);
    assertThat(clauses(Role.CAUSE, changes.get(1))).noneMatch(clause -> clause.contains("last"));
  }

  @Test
  void aCleanUpOfTheTreeCountsLess() {
    Candidate wide = commit(Side.AFTER, "treewide: words\n", touch("f"));
    Dossier dossier =
        new Dossier(SYMPTOMS, all, Set.of(), Map.of(wide.commit().id(), 900), Map.of());
    assertThat(grounds(Role.FIX, wide, dossier)).extracting(Ground::points).contains(-30);
    assertThat(clauses(Role.FIX, wide)).noneMatch(clause -> clause.contains("files"));
  }

  @Test
  void copiesOfAPatchAreOneCandidateAndTheOriginalStandsForThem() {
    Candidate original = commit(Side.AFTER, "fix f()\n", touch("f"));
    String of = "fix f()\n\ncommit " + original.commit().id().hex() + " upstream.\n";
    Candidate copy = commit(Side.AFTER, of, touch("f"));
    List<RankedCommit> ranked = new Weighing(dossier()).rank(Role.FIX, List.of(copy, original));
    assertThat(ranked).hasSize(1);
    assertThat(ranked.getFirst().commit()).isEqualTo(original.commit());
    assertThat(ranked.getFirst().copies())
        .extracting(RankedCommit.Copy::commit)
        .containsExactly(copy.commit());
  }

  private static Touch touch(String function) {
    return new Touch(function, "x.c", How.CHANGED, "", false);
  }

  private Candidate commit(Side side, String message, Touch... touches) {
    CommitId id = new CommitId(String.format("%08x", 0x1234567 * (all.size() + 1)).repeat(5));
    Commit commit = new Commit(id, List.of(), 1000 + all.size(), "A" + all.size(), message);
    Map<String, Touch> byName = new HashMap<>();
    for (Touch touch : touches) {
      byName.put(touch.function(), touch);
    }
    Candidate candidate = new Candidate(commit, References.of(message), byName, side);
    all.add(candidate);
    return candidate;
  }

  private Dossier dossier() {
    return new Dossier(SYMPTOMS, all, Set.of(), Map.of(), Map.of());
  }

  private static List<Ground> grounds(Role role, Candidate candidate, Dossier dossier) {
    List<Ground> out = new ArrayList<>();
    for (Reason reason : Reasons.all()) {
      reason.weigh(role, candidate, dossier).ifPresent(out::add);
    }
    return out;
  }

  private List<String> clauses(Role role, Candidate candidate) {
    return grounds(role, candidate, dossier()).stream().map(Ground::clause).toList();
  }

  private Ground ground(Role role, Candidate candidate, String words) {
    List<Ground> fitting =
        grounds(role, candidate, dossier()).stream()
            .filter(g -> g.clause().contains(words))
            .toList();
    assertThat(fitting).as("%s in %s", words, clauses(role, candidate)).hasSize(1);
    return fitting.getFirst();
  }
}
