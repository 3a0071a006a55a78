package org.inquest.kernel.text;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What stands for a call of a paravirtual operation on real hardware in kernels before v5.13: the
/// operation itself (arch/x86/kernel/paravirt_patch.c of v5.10). Later these are alternatives.
final class OldParavirt {
  private static final List<byte[]> OPERATIONS =
      List.of(
          code("fa"), // cli
          code("fb"), // sti
          code("9c58"), // pushf; pop %rax
          code("579d"), // push %rdi; popf
          code("0f20d0"), // mov %cr2,%rax
          code("0f20d8"), // mov %cr3,%rax
          code("0f22df"), // mov %rdi,%cr3
          code("0f09"), // wbinvd
          code("0f01f8"), // swapgs
          code("0f01f8480f07"), // swapgs; sysretq
          code("4889f8"), // mov %rdi,%rax
          code("c60700"), // movb $0,(%rdi)
          code("31c0")); // xor %eax,%eax

  private OldParavirt() {}

  private static byte[] code(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /// Where the operation at the start of a place ends; 0 where none is there.
  static int inlined(byte[] found) {
    int longest = 0;
    for (byte[] operation : OPERATIONS) {
      if (found.length >= operation.length
          && Arrays.equals(found, 0, operation.length, operation, 0, operation.length)) {
        longest = Math.max(longest, operation.length);
      }
    }
    return longest;
  }
}
