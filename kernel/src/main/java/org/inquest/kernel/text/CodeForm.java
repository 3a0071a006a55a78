package org.inquest.kernel.text;

import java.util.List;
import java.util.Locale;
import org.inquest.engine.memory.VirtualMemory;

/// What stands at a patched place: the few instructions of x86-64 that the kernel writes there.
///
/// @param kind which
/// @param length bytes
/// @param target where a jump or call goes; 0 for others
record CodeForm(Kind kind, int length, long target) {
  enum Kind {
    NOP,
    JUMP,
    BRANCH,
    CALL,
    RETURN,
    /// `xor %eax,%eax` with prefixes: a call of `__static_call_return0`.
    RETURN_ZERO,
    /// `ud1`: a call of `__WARN_trap`.
    WARN,
    BREAKPOINT,
    OTHER
  }

  /// A fixed sequence of bytes.
  private record Pattern(Kind kind, int... bytes) {
    boolean matches(byte[] code) {
      if (code.length < bytes.length) {
        return false;
      }
      for (int i = 0; i < bytes.length; i++) {
        if ((code[i] & 0xff) != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /// The nops are those of arch/x86/include/asm/nops.h. Until a89dfde3dc3c (v5.13) it depended on
  /// the CPU which ones; `0x3e, 0x8d` is generic, `0x66 ... 0x90` K8's, `0x0f, 0x1f` P6's and all
  /// CPUs' since. What stands for a static call is in arch/x86/kernel/static_call.c: 3f2a8fc4b15d
  /// (v5.12) has the first `xor`.
  private static final List<Pattern> PATTERNS =
      List.of(
          new Pattern(Kind.NOP, 0x0f, 0x1f, 0x44, 0x00, 0x00),
          new Pattern(Kind.NOP, 0x66, 0x66, 0x66, 0x66, 0x90),
          new Pattern(Kind.NOP, 0x66, 0x66, 0x66, 0x90, 0x90),
          new Pattern(Kind.NOP, 0x3e, 0x8d, 0x74, 0x26, 0x00),
          new Pattern(Kind.RETURN_ZERO, 0x66, 0x66, 0x48, 0x31, 0xc0),
          new Pattern(Kind.RETURN_ZERO, 0x2e, 0x2e, 0x2e, 0x31, 0xc0),
          new Pattern(Kind.WARN, 0x67, 0x48, 0x0f, 0xb9, 0x3a),
          new Pattern(Kind.NOP, 0x66, 0x90),
          new Pattern(Kind.RETURN, 0xc3),
          new Pattern(Kind.BREAKPOINT, 0xcc));

  private static final int MOST = 6;

  /// Reads the form at an address.
  ///
  /// @throws org.inquest.formats.fault.MemoryFault where the bytes are not in the dump
  static CodeForm at(VirtualMemory memory, long address) {
    return of(memory.read(address, MOST), address);
  }

  /// @param code the bytes at the address, six of them
  static CodeForm of(byte[] code, long address) {
    for (Pattern pattern : PATTERNS) {
      if (pattern.matches(code)) {
        return new CodeForm(pattern.kind, pattern.bytes.length, 0);
      }
    }
    return switch (code[0] & 0xff) {
      case 0xe8 -> new CodeForm(Kind.CALL, 5, address + 5 + word(code, 1));
      case 0xe9 -> new CodeForm(Kind.JUMP, 5, address + 5 + word(code, 1));
      case 0xeb -> new CodeForm(Kind.JUMP, 2, address + 2 + code[1]);
      case 0x0f ->
          (code[1] & 0xf0) == 0x80
              ? new CodeForm(Kind.BRANCH, 6, address + 6 + word(code, 2))
              : new CodeForm(Kind.OTHER, 1, 0);
      default -> new CodeForm(Kind.OTHER, 1, 0);
    };
  }

  private static int word(byte[] code, int at) {
    return code[at] & 0xff
        | (code[at + 1] & 0xff) << 8
        | (code[at + 2] & 0xff) << 16
        | code[at + 3] << 24;
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /// For a sentence: "a nop".
  String describe() {
    return kind == Kind.OTHER
        ? "something else"
        : "a " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
