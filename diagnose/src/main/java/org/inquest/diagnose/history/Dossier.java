package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.history.Candidate.Side;

/// All that is known when commits are weighed: the symptoms, and all commits that have something to
/// do with them, so that one can be seen in the light of another.
public final class Dossier {
  /// How much less each frame further out counts.
  private static final double FURTHER = 0.7;

  private final Symptoms symptoms;
  private final Map<CommitId, Candidate> candidates = new LinkedHashMap<>();
  private final Map<String, List<Candidate>> byName = new HashMap<>();
  private final Map<String, List<Candidate>> byFixed = new HashMap<>();
  private final Map<String, List<Candidate>> byReverted = new HashMap<>();
  private final Set<String> missing;
  private final Map<CommitId, Integer> files;
  private final Map<CommitId, String> releases;

  /// @param missing names of commits that messages refer to and that the crashed kernel has not
  /// @param files how many files commits change, as far as it was asked
  /// @param releases the first release that has a commit
  Dossier(
      Symptoms symptoms,
      Iterable<Candidate> candidates,
      Set<String> missing,
      Map<CommitId, Integer> files,
      Map<CommitId, String> releases) {
    this.symptoms = symptoms;
    this.missing = Set.copyOf(missing);
    this.files = Map.copyOf(files);
    this.releases = Map.copyOf(releases);
    for (Candidate candidate : candidates) {
      this.candidates.put(candidate.commit().id(), candidate);
      References to = candidate.references();
      index(byName, candidate.commit().id().hex(), candidate);
      to.upstream().forEach(name -> index(byName, name, candidate));
      to.fixes().forEach(name -> index(byFixed, name, candidate));
      to.reverts().forEach(name -> index(byReverted, name, candidate));
    }
  }

  /// References are looked up by the seven digits that all of them have.
  private static String prefix(String name) {
    return name.substring(0, Math.min(name.length(), 7));
  }

  private static void index(Map<String, List<Candidate>> lists, String name, Candidate candidate) {
    lists.computeIfAbsent(prefix(name), k -> new ArrayList<>(1)).add(candidate);
  }

  /// The names that a commit goes by: its own, and those of the commits it is a copy of.
  private static List<String> namesOf(Candidate candidate) {
    List<String> out = new ArrayList<>(candidate.references().upstream());
    out.add(candidate.commit().id().hex());
    return out;
  }

  /// What is known of the crash.
  public Symptoms symptoms() {
    return symptoms;
  }

  /// All candidates.
  public Iterable<Candidate> candidates() {
    return candidates.values();
  }

  /// The candidate that a name means, or a copy of it; one that the crashed kernel has before one
  /// that it has not.
  public Optional<Candidate> named(String name) {
    Candidate found = null;
    for (Candidate candidate : byName.getOrDefault(prefix(name), List.of())) {
      if (candidate.mayBe(name) && (found == null || candidate.side() == Side.BEFORE)) {
        found = candidate;
      }
    }
    return Optional.ofNullable(found);
  }

  /// The candidate that a commit says it fixes and that may have broken the kernel: one that
  /// changed a function and that the kernel has, as far as that is known.
  public Optional<Candidate> suspectFixedBy(Candidate fix) {
    return firstSuspect(fix.references().fixes());
  }

  /// The same for a commit that takes one back.
  public Optional<Candidate> suspectRevertedBy(Candidate revert) {
    return firstSuspect(revert.references().reverts());
  }

  private Optional<Candidate> firstSuspect(List<String> names) {
    for (String name : names) {
      Optional<Candidate> found = named(name);
      if (found.filter(it -> it.side() != Side.AFTER && !it.touches().isEmpty()).isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// The commits that say that they fix one.
  public List<Candidate> fixesOf(Candidate suspect) {
    List<Candidate> out = new ArrayList<>();
    for (String name : namesOf(suspect)) {
      for (Candidate candidate : byFixed.getOrDefault(prefix(name), List.of())) {
        if (candidate.references().fixes().stream().anyMatch(suspect::mayBe)
            && !out.contains(candidate)) {
          out.add(candidate);
        }
      }
    }
    return out;
  }

  /// The commit that takes one back, if there is one.
  public Optional<Candidate> revertOf(Candidate reverted) {
    for (String name : namesOf(reverted)) {
      for (Candidate candidate : byReverted.getOrDefault(prefix(name), List.of())) {
        if (candidate.references().reverts().stream().anyMatch(reverted::mayBe)
            && !candidate.commit().id().equals(reverted.commit().id())) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  /// Whether the crashed kernel lacks a commit that a message names.
  public boolean lacks(String name) {
    return missing.contains(name);
  }

  /// How many files a commit changes; 0 where nobody asked.
  public int filesChanged(Candidate candidate) {
    return files.getOrDefault(candidate.commit().id(), 0);
  }

  /// The first release that has a commit, as a tag; empty where none has.
  public String release(Candidate candidate) {
    return releases.getOrDefault(candidate.commit().id(), "");
  }

  /// How much of a reason's points a function is worth: all for the guilty one, less the further
  /// out it is in the call trace.
  ///
  /// @return from 0 to 1; 0 for functions that are not in the report
  public double weight(String function) {
    int place = symptoms.functions().indexOf(function);
    return place < 0 ? 0 : Math.pow(FURTHER, place);
  }
}
