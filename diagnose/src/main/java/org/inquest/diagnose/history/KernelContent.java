package org.inquest.diagnose.history;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.history.Candidate.Side;
import org.inquest.diagnose.history.CommitLog.Range;
import org.inquest.diagnose.history.HistoryReport.Base;

/// What the crashed kernel has of some patches, also under other names: its stable branch has
/// copies of later commits, and other stable branches have copies of commits that it has.
final class KernelContent {
  private static final int DIGITS = 12;

  /// Originals of the copies in the kernel's own stable branch, twelve digits each.
  private final Set<String> copied;

  /// Of names that messages refer to, whether the kernel has these commits.
  private final Map<String, Boolean> has;

  private KernelContent(Set<String> copied, Map<String, Boolean> has) {
    this.copied = copied;
    this.has = has;
  }

  static KernelContent of(
      CommitLog log,
      Optional<Base> base,
      Optional<KernelRelease> release,
      Collection<Candidate> candidates) {
    if (base.isEmpty()) {
      return new KernelContent(Set.of(), Map.of());
    }
    Set<String> named = new LinkedHashSet<>();
    for (Candidate candidate : candidates) {
      if (candidate.side() == Side.AFTER) {
        named.addAll(candidate.references().fixes());
        named.addAll(candidate.references().upstream());
      }
    }
    String kernel = base.get().commit().hex();
    Set<String> copied = new HashSet<>();
    if (release.filter(KernelRelease::stable).isPresent()) {
      Optional<CommitId> first = log.resolve("v" + release.get().series());
      first.ifPresent(from ->
          log.commits(
              Range.between(from.hex(), kernel),
              c -> References.of(c.message()).upstream().forEach(u -> copied.add(cut(u)))));
    }
    return new KernelContent(copied, log.has(kernel, named));
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(DIGITS, name.length()));
  }

  /// Whether the kernel has this patch as another commit.
  boolean hasPatchOf(Candidate candidate) {
    return copied.contains(candidate.commit().id().shortened())
        || candidate.references().upstream().stream()
            .anyMatch(u -> copied.contains(cut(u)) || has.getOrDefault(u, false));
  }

  /// Names in messages of commits that the kernel has not, neither them nor copies.
  Set<String> missing() {
    Set<String> out = new HashSet<>();
    has.forEach((name, there) -> {
      if (!there && !copied.contains(cut(name))) {
        out.add(name);
      }
    });
    return out;
  }
}
