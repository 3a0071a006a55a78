package org.inquest.engine.target;

import org.inquest.engine.type.TypeSource;
import org.inquest.formats.fault.Unsupported;

/// Where the types of a kernel come from whose dump has none that can be read: a kernel that was
/// built without BTF, or whose BTF is not in the dump.
@FunctionalInterface
public interface TypesElsewhere {
  /// Nobody has been asked.
  TypesElsewhere NONE =
      (target, why) -> {
        throw new Unsupported(
            why + "; the types of its structures have to come from debug information");
      };

  /// The types of a kernel.
  ///
  /// @param untyped the dump's memory, symbols and VMCOREINFO, by which the kernel's file is known;
  ///   it has no types, so it can't say what any structure holds. Not to be closed
  /// @param why there are none in the dump, a clause
  /// @throws Unsupported where there are none elsewhere either, with what to give
  TypeSource of(Target untyped, String why);
}
