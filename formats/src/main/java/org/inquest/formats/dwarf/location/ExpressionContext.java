package org.inquest.formats.dwarf.location;

import java.util.Optional;
import org.inquest.formats.dwarf.Expression;

/// What an expression may ask of a stopped program. Each answer may be that nobody knows.
public interface ExpressionContext {
  /// What a register has in the frame.
  ///
  /// @param number DWARF's number of it
  Word register(int number);

  /// Reads memory, little endian, without sign.
  ///
  /// @param bytes 1 to 8
  /// @throws org.inquest.formats.fault.MemoryFault where there is none
  long memory(long address, int bytes);

  /// The canonical frame address: the stack pointer as it was in the caller before the call (DWARF
  /// 5, 6.4).
  Word frameAddress();

  /// What the function's local variables are counted from: `DW_AT_frame_base`, evaluated.
  Word frameBase();

  /// The value that an expression had when the function was entered.
  Word entryValue(Expression expression);

  /// The value that a parameter had when the function was entered.
  ///
  /// @param entry the parameter's, in `.debug_info`
  Word parameter(long entry);

  /// The value of another variable of the frame.
  ///
  /// @param entry the variable's, in `.debug_info`
  Word variable(long entry);

  /// The location expression of another entry, for `DW_OP_call*`; empty where it has none, which
  /// calls nothing.
  Optional<Expression> located(long entry);

  /// What an address that the expression names as a constant is in memory, for code that was moved.
  default long relocated(long address) {
    return address;
  }
}
