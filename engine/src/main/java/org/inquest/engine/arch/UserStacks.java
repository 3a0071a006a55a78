package org.inquest.engine.arch;

import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.bytes.AddressReader;

/// What walking the stack of a program needs to know of a machine, beside what the program's call
/// frame information tells.
public interface UserStacks {

  /// How call frame information numbers the registers.
  DwarfRegisters registers();

  /// The number of the program counter.
  int programCounter();

  /// The number of the register that leads from frame to frame in code compiled so; it points at
  /// the caller's own, which the return address follows.
  int framePointer();

  /// Why programs that run with such registers can't be walked: those of another mode of the
  /// machine. Empty for all others.
  Optional<String> unsupported(Registers start);

  /// How many bytes of code [#endsInCall] looks at.
  int longestCall();

  /// Whether a call instruction ends with the last of these bytes.
  boolean endsInCall(byte[] code);

  /// Whether a function begins by making its frame pointer.
  ///
  /// @param code its first bytes
  boolean keepsFramePointer(byte[] code);

  /// Where a call leads that ends with the last of these bytes; empty where it is none, or one
  /// through a pointer.
  ///
  /// @param address of the byte behind them
  OptionalLong callTarget(byte[] code, long address);

  /// Whether the code is that which handlers of signals return to: it asks the kernel to go on
  /// where the signal came.
  ///
  /// @param code its first bytes
  boolean returnsFromSignal(byte[] code);

  /// The registers that a program goes on with when a signal's handler has returned, by DWARF's
  /// numbers.
  ///
  /// @param sp the stack pointer where handlers return to
  /// @throws org.inquest.formats.fault.MemoryFault where they are not in the dump
  long[] savedBySignal(long sp, AddressReader memory);
}
