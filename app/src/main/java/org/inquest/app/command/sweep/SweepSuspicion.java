package org.inquest.app.command.sweep;

import java.util.Optional;
import org.inquest.app.command.Session;
import org.inquest.engine.code.check.CodeChecks;
import org.inquest.engine.debugfile.KernelIdentity;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.logged.LoggedKernel;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.sweep.plan.Suspicion;

/// What a kernel's code says of calls whose result nobody checks.
final class SweepSuspicion {
  private static final String CHECK = "unchecked";

  private SweepSuspicion() {}

  /// Reads the code.
  ///
  /// @return [Suspicion#NONE] where there is none to be read: it only decides what comes first
  static Suspicion of(Session session, GuestKernel kernel) {
    try (LoggedKernel files =
        session.loggedKernel(
            KernelIdentity.ofLog(kernel.release(), ""),
            Optional.empty(),
            kernel.symbols(),
            Optional.of(kernel.code()))) {
      return files
          .program()
          .map(program -> Suspicion.of(CodeChecks.named(CHECK).run(program), program.graph()))
          .orElse(Suspicion.NONE);
    } catch (InquestException e) {
      return Suspicion.NONE;
    }
  }
}
