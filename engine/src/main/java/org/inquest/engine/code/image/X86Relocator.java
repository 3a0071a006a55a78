package org.inquest.engine.code.image;

/// The relocations that Linux' loader of modules knows (arch/x86/kernel/module.c), as the psABI's
/// table 4.9 defines them.
final class X86Relocator implements Relocator {
  private static final int R_X86_64_NONE = 0;
  private static final int R_X86_64_64 = 1;
  private static final int R_X86_64_PC32 = 2;
  private static final int R_X86_64_PLT32 = 4;
  private static final int R_X86_64_32 = 10;
  private static final int R_X86_64_32S = 11;
  private static final int R_X86_64_PC64 = 24;

  @Override
  public boolean apply(int type, byte[] bytes, long at, long place, long value) {
    return switch (type) {
      case R_X86_64_NONE -> true;
      case R_X86_64_64 -> Relocator.put64(bytes, at, value);
      case R_X86_64_PC32, R_X86_64_PLT32 -> Relocator.put32(bytes, at, value - place);
      case R_X86_64_32, R_X86_64_32S -> Relocator.put32(bytes, at, value);
      case R_X86_64_PC64 -> Relocator.put64(bytes, at, value - place);
      default -> false;
    };
  }
}
