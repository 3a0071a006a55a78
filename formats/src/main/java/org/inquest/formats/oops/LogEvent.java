package org.inquest.formats.oops;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Something that a kernel log reports. Events come in the order of their first lines.
public sealed interface LogEvent {

  /// The line to show for it: the one that says most in fewest words.
  LogLine line();

  /// An exception that killed a task or the machine: an oops.
  ///
  /// @param line the cause as the kernel words it: "BUG: kernel NULL pointer dereference, ..."
  /// @param trap which exception
  /// @param address what could not be accessed; empty where the exception has no address or the
  ///   kernel did not print it
  /// @param errorCode as the CPU pushed it; empty where no line has it
  /// @param number of oopses since boot, 1 for the first; 0 where the line is missing
  /// @param place `lib/list_debug.c:53` of a `BUG()`, else empty
  /// @param complaint what the kernel found wrong before it called `BUG()`: "list_del corruption.
  ///   ..."
  /// @param noExecute "kernel tried to execute NX-protected page" was printed
  record TrapReport(
      LogLine line,
      Trap trap,
      OptionalLong address,
      OptionalInt errorCode,
      int number,
      String place,
      Optional<Complaint> complaint,
      boolean noExecute,
      ReportBody body)
      implements LogEvent {}

  /// `WARN()`: something is wrong, the machine goes on.
  ///
  /// @param place `lib/refcount.c:28`
  /// @param function where
  /// @param message what the warning says; empty where it says nothing
  record Warning(
      LogLine line, String place, Optional<CodePlace> function, String message, ReportBody body)
      implements LogEvent {}

  /// `Kernel panic - not syncing: ...`.
  ///
  /// @param reason what follows the colon
  record Panic(LogLine line, String reason, ReportBody body) implements LogEvent {}

  /// A CPU that a watchdog or RCU found stuck.
  ///
  /// @param cpu which, -1 where the line does not say
  /// @param seconds for how long; empty where the line does not say
  /// @param pid of the task it ran; -1 where the line does not say
  record Lockup(
      LogLine line, Kind kind, int cpu, OptionalInt seconds, String comm, int pid, ReportBody body)
      implements LogEvent {
    /// Who complained.
    public enum Kind {
      /// The watchdog's timer still ran: the scheduler did not.
      SOFT,
      /// Not even interrupts were taken.
      HARD,
      /// A grace period of RCU did not end.
      RCU
    }
  }

  /// khungtaskd: a task was blocked for longer than `hung_task_timeout_secs`.
  record HungTask(LogLine line, String comm, int pid, int seconds, ReportBody body)
      implements LogEvent {}

  /// The OOM killer was called.
  ///
  /// @param invoker comm of the task whose allocation failed
  /// @param request the rest of the line: gfp_mask, order
  record OomInvoked(LogLine line, String invoker, String request, ReportBody body)
      implements LogEvent {}

  /// The OOM killer killed a task.
  ///
  /// @param cgroup whether only a memory cgroup was out of memory
  /// @param details the rest of the line: total-vm, anon-rss, ...
  record OomKilled(LogLine line, boolean cgroup, int pid, String comm, String details)
      implements LogEvent {
    /// Kilobytes of anonymous memory that it had, which its death set free; empty where the line
    /// does not say.
    public OptionalLong anonymousKilobytes() {
      LineScan scan = new LineScan(details);
      int kilobytes = scan.seek("anon-rss:") ? scan.number() : -1;
      return kilobytes < 0 ? OptionalLong.empty() : OptionalLong.of(kilobytes);
    }
  }

  /// A checker's single line about broken data: list, reference count, slab, KASAN.
  ///
  /// @param details of SLUB's report (mm/slub.c `print_trailer()`): which object, and who allocated
  ///   and freed it last; empty for the others, and without `slub_debug=U`
  record Complaint(LogLine line, Kind kind, List<LogLine> details) implements LogEvent {
    public Complaint {
      details = List.copyOf(details);
    }

    /// About what.
    public enum Kind {
      /// CONFIG_DEBUG_LIST, CONFIG_LIST_HARDENED.
      LIST,
      /// `refcount_t`.
      REFCOUNT,
      /// SLUB's own checks.
      SLAB,
      /// KASAN, KFENCE, UBSAN, KMSAN.
      SANITIZER,
      /// A page's state is impossible.
      PAGE
    }
  }

  /// `BUG: scheduling while atomic`, `BUG: sleeping function called from invalid context`: a task
  /// slept where it must not.
  ///
  /// @param comm of the task; empty where the line does not say
  /// @param pid -1 where the line does not say
  /// @param count `preempt_count()`; empty where the line does not say
  record AtomicSleep(LogLine line, String comm, int pid, OptionalLong count, ReportBody body)
      implements LogEvent {}

  /// Somebody asked for the crash, or an interrupt came that nobody expected.
  record Request(LogLine line, Kind kind) implements LogEvent {
    /// Who.
    public enum Kind {
      /// `echo c > /proc/sysrq-trigger`, or the key.
      SYSRQ_CRASH,
      /// An NMI without a known reason.
      UNKNOWN_NMI
    }
  }

  /// Init memory was given back: code and data marked `__init` are gone from here on.
  record InitFreed(LogLine line) implements LogEvent {}
}
