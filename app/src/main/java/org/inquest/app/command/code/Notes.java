package org.inquest.app.command.code;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.code.Instruction;

/// What is known of an instruction besides itself.
interface Notes {
  /// Nothing.
  Notes NONE =
      new Notes() {
        @Override
        public List<String> of(Instruction instruction) {
          return List.of();
        }

        @Override
        public Optional<String> mark(long address) {
          return Optional.empty();
        }
      };

  /// In words, for the end of the line.
  List<String> of(Instruction instruction);

  /// Why the instruction at an address is marked with `=>`; empty where it is not.
  Optional<String> mark(long address);
}
