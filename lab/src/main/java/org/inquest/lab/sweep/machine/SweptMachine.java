package org.inquest.lab.sweep.machine;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.sweep.agent.Agent;
import org.inquest.lab.sweep.agent.CaseReply;
import org.inquest.lab.sweep.knob.KnobFiles;

/// A machine in which one case after another is run.
public sealed interface SweptMachine extends AutoCloseable permits SweepGuest, SweptHost {
  /// What came of a case.
  ///
  /// @param reply of the agent; empty if it says nothing any more
  /// @param log what the kernel said meanwhile
  record Outcome(Optional<CaseReply> reply, List<String> log) {}

  /// The agent, for all that is no case.
  Agent agent();

  /// Its settings.
  KnobFiles knobs();

  /// Whether [#restore] can do anything: of a machine that can't be put back, what broke stays
  /// broken.
  boolean restorable();

  /// Keeps this moment as the one to return to.
  void keep();

  /// Returns to the moment that was kept.
  ///
  /// @throws Unavailable if it can't be put back, or the agent does not answer then
  void restore();

  /// Runs a case.
  ///
  /// @param run asks the agent, by the number of the case
  Outcome run(Function<Integer, Optional<CaseReply>> run);

  /// What the kernel has said since the last case began: that case's words, and what came after it.
  List<String> said();

  @Override
  void close();
}
