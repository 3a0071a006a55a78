package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.List;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.kernel.wait.Access;

/// Somebody who has a thing that others wait for.
///
/// @param party who
/// @param access in which mode it has it
/// @param confidence how sure that is: a mutex names its owner, an rw_semaphore held for reading
///   only hints at one reader
/// @param reasons what supports it, a clause each
/// @param function the function on its stack that took the thing, as the kernel prints it; empty
///   where that is not known
public record Holder(
    Party party, Access access, Confidence confidence, List<String> reasons, String function) {
  public Holder {
    reasons = List.copyOf(reasons);
  }

  /// Whether an argument may be built on it.
  public boolean firm() {
    return confidence != Confidence.POSSIBLE;
  }

  /// The same holder, with the function that took the thing.
  Holder takenIn(String taker, Confidence sure) {
    List<String> more = new ArrayList<>(reasons);
    more.add(
        taker.isEmpty()
            ? "no function on its stack took such a lock"
            : taker + " took it and has not let go of it");
    return new Holder(party, access, sure, more, taker);
  }
}
