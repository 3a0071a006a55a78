package org.inquest.engine.code.indirect;

import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.StructType;

/// What a call through a pointer goes through.
public sealed interface CallPointer {

  /// A member of a structure: `file_operations.write`.
  ///
  /// @param struct that the address points into
  /// @param offset of the pointer in it, bytes
  /// @param path of the member
  /// @param prototype of what it points to
  record Member(StructType struct, long offset, String path, FunctionType prototype)
      implements CallPointer {
    @Override
    public String text() {
      return (struct.tag().isEmpty() ? "{...}" : struct.tag()) + "." + path;
    }
  }

  /// A value of known type: an argument, or what a function returned.
  ///
  /// @param prototype of what it points to
  record Typed(FunctionType prototype) implements CallPointer {
    @Override
    public String text() {
      return prototype.declare("(*)");
    }
  }

  /// A variable.
  ///
  /// @param address of the pointer
  record Variable(long address) implements CallPointer {
    @Override
    public String text() {
      return "the word at 0x" + Long.toHexString(address);
    }
  }

  /// A function that the code itself names.
  record Fixed(long address) implements CallPointer {
    @Override
    public String text() {
      return "0x" + Long.toHexString(address);
    }
  }

  /// A member of something whose type is not known.
  ///
  /// @param offset from where the base points to, bytes
  record Offset(long offset) implements CallPointer {
    @Override
    public String text() {
      return "a member at offset " + offset;
    }
  }

  /// Nothing is known.
  ///
  /// @param why one clause
  record Unknown(String why) implements CallPointer {
    @Override
    public String text() {
      return "?";
    }
  }

  /// What a person calls it.
  String text();
}
