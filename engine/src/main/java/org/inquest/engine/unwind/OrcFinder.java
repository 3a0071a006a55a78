package org.inquest.engine.unwind;

/// Finds the unwind entry for an address, in the kernel's table or a module's.
@FunctionalInterface
public interface OrcFinder {
  /// Where no table knows the address.
  long NONE = org.inquest.formats.orc.OrcTable.NONE;

  /// The packed entry ([org.inquest.formats.orc.OrcEntry]) for an address, or [#NONE].
  long find(long pc);
}
