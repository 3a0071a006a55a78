package org.inquest.lab.sweep.run;

import java.util.List;

/// What is looked at after a case that seemed to be survived: damage does not always show at once.
interface Afterwards {
  /// Nothing.
  Afterwards NOTHING = (runner, ran) -> ran;

  /// What the workload works on: the file system's own checker, for instance.
  Afterwards CHECK =
      (runner, ran) -> {
        CaseRunner.Checked seen = runner.check();
        return seen.fine() ? ran : ran.damaged(Damage.DAMAGED, seen.complaint(), seen.log());
      };

  /// Memory.
  Afterwards LEAKS =
      (runner, ran) ->
          new LeakSearch(runner)
              .search(List.of(ran)).stream()
                  .findFirst()
                  .map(leak -> ran.damaged(Damage.LEAK, leak.words(), ran.log()))
                  .orElse(ran);

  /// Looks.
  ///
  /// @return the case, damaged if it is, with what the kernel said
  CaseRunner.Ran look(CaseRunner runner, CaseRunner.Ran ran);
}
