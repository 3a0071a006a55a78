package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of one function in different builds: without the compiler's suffixes, and a system call
/// without what its wrapper adds.
final class FunctionNames {
  /// Suffixes of GCC and LLVM.
  private static final Pattern SUFFIX =
      Pattern.compile(
          "\\.(?:isra|constprop|part|cold|llvm|clone|lto_priv)(?:\\.[0-9a-f]+)*|\\.[0-9]+$");

  /// Wrappers of system calls: arch/*/include/asm/syscall_wrapper.h, include/linux/syscalls.h.
  private static final Pattern WRAPPER =
      Pattern.compile(
          "^(?:__(?:x64|ia32|x32|arm64|arm|s390x?|riscv|powerpc)_(?:compat_)?sys_"
              + "|__(?:se|do|ia32)_(?:compat_)?sys_|(?:compat_|__x64_compat_)?sys_"
              + "|(?:C_|compat_)?SyS_|(?:C_|compat_)?SYSC_)(.+)$");

  private FunctionNames() {}

  static String plain(String function) {
    String out = SUFFIX.matcher(function).replaceAll("");
    return out.isEmpty() ? function : out;
  }

  /// The names of a system call, the one to show first; other functions have one.
  static List<String> of(String function) {
    List<String> out = new ArrayList<>();
    Matcher wrapper = WRAPPER.matcher(function);
    if (wrapper.matches()) {
      out.add(wrapper.group(1));
      out.add("sys_" + wrapper.group(1));
    } else if (function.startsWith("smp_call_function_")) {
      out.add("smp_call_function");
    } else if (function.startsWith("synchronize_rcu_") || function.equals("synchronize_sched")) {
      out.add("synchronize_rcu");
    }
    if (!out.contains(function)) {
      out.add(function);
    }
    return out;
  }
}
