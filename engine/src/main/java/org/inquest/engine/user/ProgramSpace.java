package org.inquest.engine.user;

import java.util.Optional;

/// What is mapped where in a process.
public interface ProgramSpace {

  /// The mapping that an address lies in; empty where nothing is mapped, or nobody knows.
  Optional<Mapping> mapping(long address);

  /// The program or library of a mapping.
  Found program(Mapping mapping);

  /// What a search for a program came to.
  sealed interface Found {
    /// It is there.
    record Here(Program program) implements Found {}

    /// It is not.
    ///
    /// @param why a clause: "its pages are not in the dump"
    record Missing(String why) implements Found {}
  }

  /// The program of a mapping, if it is there.
  default Optional<Program> find(Mapping mapping) {
    return program(mapping) instanceof Found.Here(Program program)
        ? Optional.of(program)
        : Optional.empty();
  }
}
