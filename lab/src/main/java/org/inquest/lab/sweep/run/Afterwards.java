package org.inquest.lab.sweep.run;

import java.util.List;

/// What is looked at after a case that seemed to be survived: damage does not always show at once.
interface Afterwards {
  /// Nothing.
  Afterwards NOTHING = (runner, ran) -> ran.result();

  /// What the workload works on: the file system's own checker, for instance.
  Afterwards CHECK =
      (runner, ran) -> {
        String complaint = runner.check();
        return complaint.isEmpty() ? ran.result() : ran.result().damaged(Damage.DAMAGED, complaint);
      };

  /// Memory.
  Afterwards LEAKS =
      (runner, ran) ->
          new LeakSearch(runner)
              .search(List.of(ran)).stream()
                  .findFirst()
                  .map(leak -> ran.result().damaged(Damage.LEAK, leak.words()))
                  .orElse(ran.result());

  /// Looks.
  ///
  /// @return the case's result, damaged if it is
  CaseResult look(CaseRunner runner, CaseRunner.Ran ran);
}
