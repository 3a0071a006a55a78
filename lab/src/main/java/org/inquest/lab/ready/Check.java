package org.inquest.lab.ready;

import java.util.Locale;

/// One thing about a machine that decides what its next crash leaves behind.
///
/// Implementations are public, stateless, have a public constructor without parameters and stand
/// below `org.inquest.lab.ready.check` with a name that ends in `Check`; that is how they are
/// found.
public interface Check {
  /// What it is about.
  Topic topic();

  /// Looks at the machine. Answers [State#UNKNOWN] where it can't, and never throws.
  CheckResult look(HostFiles host);

  /// Its name, from that of its class: `CrashMemoryCheck` is `crash-memory`.
  default String id() {
    String name = getClass().getSimpleName();
    return name.substring(0, name.length() - "Check".length())
        .replaceAll("(?<=.)([A-Z])", "-$1")
        .toLowerCase(Locale.ROOT);
  }
}
