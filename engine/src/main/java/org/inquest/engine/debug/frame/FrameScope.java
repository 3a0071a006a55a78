package org.inquest.engine.debug.frame;

import java.util.List;

/// The variables of one function of a frame, inlined or not.
///
/// @param function its name; empty where debugging information names none
/// @param inlined whether its code stands in the next scope's function
/// @param variables parameters first, in the order of the source; those of inner blocks behind
public record FrameScope(String function, boolean inlined, List<FrameVariable> variables) {
  public FrameScope {
    variables = List.copyOf(variables);
  }
}
