package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.RankedCommit.Copy;

/// Asks all reasons about all candidates, puts copies of one patch together and orders what is
/// left.
final class Weighing {
  private static final List<Reason> REASONS = Reasons.all();

  /// A commit with less is one of many that changed a function.
  private static final int WORTH_LISTING = 15;

  private static final int DIGITS = 12;

  private final Dossier dossier;

  Weighing(Dossier dossier) {
    this.dossier = dossier;
  }

  /// Orders candidates for a role.
  List<RankedCommit> rank(Role role, Collection<Candidate> candidates) {
    List<RankedCommit> out = new ArrayList<>();
    for (List<Candidate> patch : patches(candidates).values()) {
      RankedCommit ranked = ranked(role, patch);
      if (ranked.points() >= WORTH_LISTING) {
        out.add(ranked);
      }
    }
    // Between equals the newer one; for what fixed it as for what broke it, old code has been seen
    // by
    // more eyes. The name decides last, so that the order is always the same.
    out.sort(
        Comparator.comparingInt(RankedCommit::points)
            .thenComparingLong(r -> r.commit().seconds())
            .reversed()
            .thenComparing(r -> r.commit().id().hex()));
    return out;
  }

  /// Candidates by the patch they are: an original and its copies share the original's name, or,
  /// where a copy does not say of what, author and message.
  private static Map<String, List<Candidate>> patches(Collection<Candidate> candidates) {
    Map<String, List<Candidate>> out = new LinkedHashMap<>();
    Map<String, String> keys = new HashMap<>();
    for (Candidate candidate : candidates) {
      String name = original(candidate);
      String text = candidate.commit().author() + "\n" + words(candidate.commit().message());
      String key = keys.getOrDefault(name, keys.getOrDefault(text, name));
      keys.putIfAbsent(name, key);
      keys.putIfAbsent(text, key);
      out.computeIfAbsent(key, k -> new ArrayList<>(1)).add(candidate);
    }
    return out;
  }

  private static String original(Candidate candidate) {
    List<String> upstream = candidate.references().upstream();
    String name = upstream.isEmpty() ? candidate.commit().id().hex() : upstream.getFirst();
    return name.substring(0, Math.min(DIGITS, name.length()));
  }

  /// A message without the names below it, of which each copy has more.
  private static String words(String message) {
    int names = message.indexOf("\nSigned-off-by:");
    return names < 0 ? message : message.substring(0, names);
  }

  private RankedCommit ranked(Role role, List<Candidate> patch) {
    // The original first, else the oldest copy: what the others add is that they are copies.
    patch.sort(
        Comparator.comparing((Candidate c) -> !c.references().upstream().isEmpty())
            .thenComparingLong(c -> c.commit().seconds()));
    Candidate best = patch.getFirst();
    Map<String, Ground> grounds = new LinkedHashMap<>();
    List<Copy> copies = new ArrayList<>();
    for (Candidate candidate : patch) {
      for (Reason reason : REASONS) {
        Optional<Ground> ground = reason.weigh(role, candidate, dossier);
        ground.ifPresent(g -> grounds.merge(reason.getClass().getName(), g, Weighing::stronger));
      }
      if (candidate != best) {
        copies.add(new Copy(candidate.commit(), dossier.release(candidate)));
      }
    }
    List<Ground> ordered = new ArrayList<>(grounds.values());
    ordered.sort(Comparator.comparingInt(g -> -Math.abs(g.points())));
    return new RankedCommit(best.commit(), role, ordered, dossier.release(best), copies, "");
  }

  private static Ground stronger(Ground one, Ground other) {
    return other.points() > one.points() ? other : one;
  }
}
