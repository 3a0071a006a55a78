package org.inquest.lab.sweep.run;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.count.Site;

/// Which earlier finding a finding is likely one bug with: the same went wrong, and a function that
/// made the failed call, directly or through others, has made the other's, too. An allocation that
/// is forgotten on one way out shows with each of the calls before that way out.
///
/// @param earlier the place of the other one in the list, from 0
/// @param function the innermost one that both calls were made for
public record Likeness(int earlier, String function) {
  /// Looks for one.
  ///
  /// @param findings in the order in which they are shown
  /// @param number of the one that is asked about, from 0
  public static Optional<Likeness> of(List<Finding> findings, int number) {
    Finding finding = findings.get(number);
    for (int i = 0; i < number; i++) {
      Finding other = findings.get(i);
      if (finding.first().wentWrongAs(other.first())) {
        Optional<String> common = common(finding, other);
        if (common.isPresent()) {
          return Optional.of(new Likeness(i, common.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> common(Finding finding, Finding other) {
    return finding.sites().stream()
        .flatMap(site -> site.chain().stream())
        .map(CodePlace::function)
        .filter(function -> other.sites().stream().anyMatch(site -> has(site, function)))
        .findFirst();
  }

  private static boolean has(Site site, String function) {
    return site.chain().stream().anyMatch(place -> place.function().equals(function));
  }
}
