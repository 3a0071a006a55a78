package org.inquest.formats.oops.detail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;

/// A failure that the kernel was told to have, shortly before a report: `fail_dump()`
/// (lib/fault-inject.c, Documentation/fault-injection/fault-injection.rst).
///
/// @param name of what failed: `failslab`, `fail_page_alloc`, `fail_usercopy`, `fail_futex`
/// @param comm of the task; empty where it is not told
/// @param pid -1 where it is not told
/// @param stack innermost first, without those who decide on the failure and allocate
/// @param link how it leads to the report
/// @param through the innermost function that the failure and the report have in common; empty
///   where there is none
public record InjectedFailure(
    String name, String comm, int pid, List<CodePlace> stack, Link link, String through)
    implements Detail {
  /// How a failure leads to the report that follows.
  public enum Link {
    /// The function that got the failure is where the kernel crashed, or on its stack: it most
    /// likely explains the crash.
    SAME_FUNCTION("the function that got the failure is the one that crashed, or has called it"),
    /// Both happened below one function that is no system call's or thread's entry.
    SAME_CALLER("both happened in one call"),
    /// The same task, elsewhere: what the failure left behind may still be the cause.
    SAME_TASK("the same task, but another call"),
    /// Another task.
    NONE("another task");

    private final String words;

    Link(String words) {
      this.words = words;
    }

    /// A clause.
    public String words() {
      return words;
    }
  }

  /// `failslab had made a call in remember() fail before: the function that got the failure is the
  /// one that crashed, or has called it`.
  public String words() {
    String in = stack.isEmpty() ? "" : " in " + stack.getFirst().plainName() + "()";
    return name + " had made a call" + in + " fail before: " + link.words();
  }

  /// What the first line of a splat begins with.
  public static final String FIRST = "FAULT_INJECTION: forcing a failure";

  private static final int MAX_FRAMES = 64;

  private static final Pattern NAME = Pattern.compile("^name (\\w{1,64}), interval");
  private static final Pattern TASK =
      Pattern.compile("PID: (\\d{1,9}) Comm: (.{1,20}?) (?:Not tainted|Tainted|Kdump)");

  /// Who decides, and who allocates for others.
  private static final Pattern OWN =
      Pattern.compile(
          "_*dump_stack.*|show_stack|fail_dump|_*should_fail.*|should_failslab|slab_pre_alloc.*"
              + "|_*(?:k[mzc]?|kv[mzc]?|v[mz]?)alloc.*|_*do_kmalloc.*|_*kmem_cache_alloc.*|_*slab_.*"
              + "|kmalloc.*|_*alloc_(?:pages?|frozen_pages|percpu).*|prepare_alloc_pages.*|_*get_free_pages?"
              + "|pcpu_alloc.*|_?copy_(?:from|to)_user.*|strncpy_from_user|_copy_.*|kmemdup.*|kstrdup.*"
              + "|_*alloc_skb.*|_*build_skb.*|.*_noprof");

  /// Below these everything of a task happens.
  private static final Pattern ENTRY =
      Pattern.compile(
          "_*(?:x64|ia32|arm64|se|do|riscv|s390x?)_(?:compat_)?sys_.*|SyS_.*|sys_.*|ksys_.*|do_syscall.*|x64_sys_call"
              + "|entry_.*|el0_.*|do_el0_.*|invoke_syscall|ret_from_fork.*|kthread|worker_thread|process_one_work"
              + "|process_scheduled_works|vfs_(?:read|write|ioctl)|new_sync_.*|do_one_initcall|ret_fast_syscall");

  /// Reads a splat and holds it against the report that followed.
  ///
  /// @param splat lines from "FAULT_INJECTION: forcing a failure" on
  /// @param pid of the task that the report is of, -1 where it is not told
  /// @param report functions of the report's program counter and stack, innermost first
  public static Optional<InjectedFailure> of(List<String> splat, int pid, List<String> report) {
    Optional<Matcher> name = Lines.find(splat, NAME);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<Matcher> task = Lines.find(splat, TASK);
    int own = Lines.number(task, 1).orElse(-1);
    List<CodePlace> stack = stack(splat);
    boolean same = own < 0 || pid < 0 || own == pid;
    String through =
        stack.stream()
            .map(CodePlace::plainName)
            .filter(function -> report.contains(function))
            .findFirst()
            .filter(function -> same)
            .orElse("");
    Link link;
    if (!same) {
      link = Link.NONE;
    } else if (!through.isEmpty() && through.equals(stack.getFirst().plainName())) {
      link = Link.SAME_FUNCTION;
    } else if (!through.isEmpty() && !ENTRY.matcher(through).matches()) {
      link = Link.SAME_CALLER;
    } else {
      link = Link.SAME_TASK;
    }
    return Optional.of(
        new InjectedFailure(
            name.get().group(1), Lines.group(task, 2).orElse(""), own, stack, link, through));
  }

  private static List<CodePlace> stack(List<String> splat) {
    List<CodePlace> out = new ArrayList<>();
    boolean in = false;
    for (String line : splat) {
      in |= line.contains("Call Trace:") || line.contains("Call trace:");
      String text = line.strip();
      if (!in || text.startsWith("? ") || text.contains("] ? ") || out.size() >= MAX_FRAMES) {
        continue;
      }
      CodePlace.parse(text)
          .filter(place -> !place.function().isEmpty())
          .filter(place -> !out.isEmpty() || !OWN.matcher(place.function()).matches())
          .ifPresent(out::add);
    }
    return List.copyOf(out);
  }
}
