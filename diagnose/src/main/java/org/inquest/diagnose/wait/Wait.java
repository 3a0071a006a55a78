package org.inquest.diagnose.wait;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.inquest.kernel.wait.Access;
import org.inquest.kernel.wait.Waiting.How;

/// One task that waits, and for whom.
///
/// @param party who waits
/// @param thing what for
/// @param access in which mode it wants it
/// @param how how that is known
/// @param entry address of its entry in the thing's queue; 0 if it has none
/// @param frame index in its stack of the outermost frame of the waiting itself; -1 where its stack
///   is not known
/// @param spinning whether it burns its CPU meanwhile
/// @param function what asked for the thing, as the kernel prints it; empty where not known
/// @param seconds since it last ran, where that can be told
/// @param holders who has the thing, as far as that is known
/// @param ahead for readers: the writer ahead of it in the queue, which it waits for although the
///   thing is only held for reading
public record Wait(
    Party party,
    Thing thing,
    Access access,
    How how,
    long entry,
    int frame,
    boolean spinning,
    String function,
    OptionalDouble seconds,
    List<Holder> holders,
    Optional<Party> ahead) {
  public Wait {
    holders = List.copyOf(holders);
  }

  /// Whether somebody is known who has to act before this wait can end.
  public boolean blocked() {
    return ahead.isPresent() || holders.stream().anyMatch(Holder::firm);
  }
}
