package org.inquest.formats.oops.kind;

import java.util.List;
import org.inquest.formats.oops.kind.Kind.Frames;

/// Tasks that wait for too long: kernel/hung_task.c.
final class HungTaskKinds {
  private static final Frames WAITER =
      Frames.TRACE.skipping(
          "__switch_to|_*rwsem.*|call_rwsem.*|_*down.*|console_lock|_*wait_.*|.*wait_bit.*|.*fdatawait.*"
              + "|_*flush_.*work.*|_*cancel_.*work.*|flush_work.*|rcu_barrier.*|_*wait_rcu_gp"
              + "|.*wait_on_.*|do_read_cache_.*|_*lock_(?:page|folio|buffer).*|folio_.*|rpc_wait.*"
              + "|__rela_dyn_start|kthread_stop|kthread_park|_*percpu_.*|_*sync_dirty_buffer|usb_kill_urb|usb_start_wait_urb");

  static final List<Kind> ROWS =
      List.of(
          Kind.of("INFO: task ", "INFO: task .* blocked (?:in I/O wait )?for more than", "HANG")
              .form("", WAITER, "HANG", "INFO: task hung in {F}", "hang in {F}"),
          Kind.of("INFO: task ", "INFO: task .* can't die for more than", "HANG")
              .form("", WAITER, "HANG", "INFO: task can't die in {F}", "hang in {F}"));

  private HungTaskKinds() {}
}
