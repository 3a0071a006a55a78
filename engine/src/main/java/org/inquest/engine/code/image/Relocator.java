package org.inquest.engine.code.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Puts addresses into the bytes of a relocatable file, as the linker would.
interface Relocator {
  VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  int EM_X86_64 = 62;
  int EM_AARCH64 = 183;

  /// Applies one relocation.
  ///
  /// @param type the machine's number
  /// @param bytes of the section
  /// @param at offset in them
  /// @param place the address of that byte, `P`
  /// @param value symbol and addend, `S + A`
  /// @return whether the type is known and the place lies in the section
  boolean apply(int type, byte[] bytes, long at, long place, long value);

  /// Of an ELF machine; one that knows no relocation where the machine is not known.
  static Relocator of(int machine) {
    return switch (machine) {
      case EM_X86_64 -> new X86Relocator();
      case EM_AARCH64 -> new Arm64Relocator();
      default -> (type, bytes, at, place, value) -> false;
    };
  }

  static boolean put32(byte[] bytes, long at, long value) {
    if (at < 0 || at > bytes.length - 4) {
      return false;
    }
    U32.set(bytes, (int) at, (int) value);
    return true;
  }

  static boolean put64(byte[] bytes, long at, long value) {
    if (at < 0 || at > bytes.length - 8) {
      return false;
    }
    U64.set(bytes, (int) at, value);
    return true;
  }
}
