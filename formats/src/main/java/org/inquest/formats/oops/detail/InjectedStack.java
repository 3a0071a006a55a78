package org.inquest.formats.oops.detail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;

/// The stack at which something failed, or could have failed: what of it tells one place from
/// another.
public final class InjectedStack {
  private InjectedStack() {}

  private static final int MAX_FRAMES = 64;

  /// Who decides, and who allocates for others.
  private static final Pattern OWN =
      Pattern.compile(
          "_*dump_stack.*|show_stack|fail_dump|_*should_fail.*|should_failslab|slab_pre_alloc.*"
              + "|_*(?:k[mzc]?|kv[mzc]?|v[mz]?)alloc.*|_*do_kmalloc.*|_*kmem_cache_alloc.*|_*slab_.*"
              + "|kmalloc.*|_*alloc_(?:pages?|frozen_pages|percpu).*|prepare_alloc_pages.*|_*get_free_pages?"
              + "|allocate_slab|new_slab|refill_objects|__pcs_replace_.*"
              + "|_*(?:vma_)?(?:alloc_folio|folio_alloc).*|get_zeroed_page"
              + "|pcpu_alloc.*|_?copy_(?:from|to)_user.*|strncpy_from_user|_copy_.*|kmemdup.*|kstrdup.*"
              + "|_*alloc_skb.*|_*build_skb.*|.*_noprof");

  /// Below these everything of a task happens.
  private static final Pattern ENTRY =
      Pattern.compile(
          "_*(?:x64|ia32|arm64|se|do|riscv|s390x?)_(?:compat_)?sys_.*|SyS_.*|sys_.*|ksys_.*|do_syscall.*|x64_sys_call"
              + "|entry_.*|el0_.*|do_el0_.*|invoke_syscall|ret_from_fork.*|kthread|worker_thread|process_one_work"
              + "|process_scheduled_works|vfs_(?:read|write|ioctl)|new_sync_.*|do_one_initcall|ret_fast_syscall");

  /// Whether a function decides on failures or allocates for others, so that its caller is the one
  /// that gets the failure.
  public static boolean isOwn(String function) {
    return OWN.matcher(function).matches();
  }

  /// Whether everything that a task does happens below a function: the entry of a system call, a
  /// thread's.
  public static boolean isEntry(String function) {
    return ENTRY.matcher(function).matches();
  }

  /// Whether a frame stands for a return probe (kretprobe) on who decides: the return address is
  /// the probe's trampoline, and the name that of what lies before it (`printk("%pB")` looks one
  /// byte back), at its very end. No call that returns is there.
  private static boolean isProbe(CodePlace place) {
    return place.size() > 0 && place.offset() >= place.size();
  }

  /// The call trace of a splat, innermost first, without those who decide and allocate.
  ///
  /// @param splat lines from [InjectedFailure#FIRST] on
  public static List<CodePlace> of(List<String> splat) {
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
          .filter(place -> !out.isEmpty() || !(isOwn(place.function()) || isProbe(place)))
          .ifPresent(out::add);
    }
    return List.copyOf(out);
  }
}
