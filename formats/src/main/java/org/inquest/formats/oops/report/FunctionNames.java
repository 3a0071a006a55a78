package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.mangle.Demangled;

/// Names of one function in different builds: without the compiler's suffixes, a system call
/// without what its wrapper adds, a function of Rust as its source has it.
final class FunctionNames {
  /// Suffixes of GCC and LLVM.
  private static final Pattern SUFFIX =
      Pattern.compile(
          "\\.(?:isra|constprop|part|cold|llvm|clone|lto_priv)(?:\\.[0-9a-f]+)*|\\.[0-9]+$");

  /// What a machine adds to `sys_x`: arch/*/include/asm/syscall_wrapper.h.
  private static final Pattern MACHINE =
      Pattern.compile("^__(?:x64|ia32|x32|arm64|arm|s390x?|riscv|powerpc)_(?:compat_)?sys_(.+)$");

  /// What include/linux/syscalls.h adds to `x`.
  private static final Pattern DEFINED = Pattern.compile("^__(?:se|do)_(?:compat_)?sys_(.+)$");

  /// The same up to 4.16.
  private static final Pattern OLD = Pattern.compile("^(?:compat_|C_)?(?:SyS|SYSC)_(.+)$");

  private FunctionNames() {}

  static String plain(String function) {
    Optional<String> rust = Demangled.of(function);
    if (rust.isPresent()) {
      return rust.get();
    }
    String out = SUFFIX.matcher(function).replaceAll("");
    return out.isEmpty() ? function : out;
  }

  /// The names of a system call, the one to show first; other functions have one.
  static List<String> of(String function) {
    List<String> out = new ArrayList<>();
    Matcher machine = MACHINE.matcher(function);
    Matcher defined = DEFINED.matcher(function);
    Matcher old = OLD.matcher(function);
    if (machine.matches()) {
      out.add("sys_" + machine.group(1));
    } else if (defined.matches()) {
      out.add(defined.group(1));
      out.add("sys_" + defined.group(1));
    } else if (old.matches()) {
      out.add(old.group(1));
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
