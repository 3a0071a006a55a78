package org.inquest.engine.code.check;

import java.util.List;

/// Looks for one kind of bug in a whole program. Stateless, with a public constructor without
/// parameters; found by its name, see [CodeChecks].
public interface CodeCheck {

  /// Its name on the command line: `unchecked`.
  String name();

  /// What it looks for, in a few words.
  String summary();

  /// Everything it found, the surest first.
  ///
  /// @throws org.inquest.formats.fault.Unsupported where the program lacks what it needs
  List<CodeFinding> run(Program program);
}
