package org.inquest.engine.debug.frame;

import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.code.flow.FrameValues;

/// What the machine code of a stack's functions tells by itself.
interface MachineCode {
  /// See [FrameValues#register(int, String)].
  Optional<FrameValues.Value> register(int level, String name);

  /// See [FrameValues#argument].
  Optional<FrameValues.Value> argument(int level, int index);

  /// See [FrameValues#callee].
  OptionalLong callee(int level);

  static MachineCode of(FrameValues values) {
    return new MachineCode() {
      @Override
      public Optional<FrameValues.Value> register(int level, String name) {
        return values.register(level, name);
      }

      @Override
      public Optional<FrameValues.Value> argument(int level, int index) {
        return values.argument(level, index);
      }

      @Override
      public OptionalLong callee(int level) {
        return values.callee(level);
      }
    };
  }
}
