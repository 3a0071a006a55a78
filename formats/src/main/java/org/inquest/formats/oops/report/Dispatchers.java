package org.inquest.formats.oops.report;

import java.util.regex.Pattern;

/// Functions that hand work to whoever registered for it. Where a CPU spins or a stack overflows,
/// the innermost function differs each time; what a dispatcher called is the same.
final class Dispatchers {
  private static final Pattern NAMES =
      Pattern.compile(
          "^(?:"
              + String.join(
                  "|",
                  // System calls: arch/*/entry.
                  "do_syscall_.*|do_fast_syscall.*|do_int80.*|entry_.*|x64_sys_call|ia32_sys_call"
                      + "|invoke_syscall|el0_svc.*|do_el0_svc.*|ret_fast_syscall|sysenter_.*"
                      + "|system_call.*|__invoke_syscall|tracesys.*|do_trap_ecall_u"
                      + "|handle_exception|ret_from_syscall",
                  // Files: fs/ioctl.c, fs/read_write.c, fs/open.c, fs/file_table.c, fs/namei.c.
                  "do_vfs_ioctl|vfs_ioctl|ksys_ioctl|_*(?:se_|do_|x64_)?(?:compat_)?sys_ioctl"
                      + "|compat_SyS_ioctl|SyS_ioctl|(?:compat_)?blkdev_ioctl|.*_compat_ioctl|__vfs_write|__vfs_read|vfs_write|vfs_read"
                      + "|new_sync_(?:read|write)|call_(?:read|write)_iter|do_iter_.*|do_loop_readv.*"
                      + "|vfs_(?:readv|writev|iter_.*|splice.*|fallocate)|do_splice.*|__fput|vfs_fsync.*|vfs_mount|mount_fs|vfs_get_tree|vfs_open"
                      + "|do_dentry_open|generic_file_splice_read|filemap_splice_read",
                  // Sockets and packets: net/socket.c, net/core/dev.c, net/netlink.
                  "sock_sendmsg.*|__sock_sendmsg|sock_recvmsg.*|sock_write_iter"
                      + "|sock_read_iter|sock_ioctl|sock_do_ioctl|__sys_setsockopt|__sys_getsockopt"
                      + "|do_sock_[gs]etsockopt"
                      + "|__netif_receive_skb.*|netif_receive_skb.*|deliver_skb|net_rx_action"
                      + "|rtnetlink_rcv_msg|nfnetlink_rcv.*"
                      + "|sk_backlog_rcv|__release_sock",
                  // Softirqs, timers, work, threads: kernel/softirq.c, kernel/time,
                  // kernel/workqueue.c.
                  "call_timer_fn|expire_timers|__run_timers|__hrtimer_run_queues|tasklet_action.*"
                      + "|process_one_work|process_scheduled_works|worker_thread|kthread"
                      + "|task_work_run|rcu_do_batch|rcu_process_callbacks|irq_work_.*|ret_from_fork.*"
                      + "|smpboot_thread_fn|__handle_irq_event.*|handle_irq_event.*|do_one_initcall"
                      + "|__do_softirq|handle_softirqs|do_softirq.*")
              + ")$");

  /// Waiting for other CPUs is what all callers of these have in common.
  private static final Pattern WAITERS =
      Pattern.compile("^smp_call_function(?:_single|_many|_many_cond|_any)?$");

  private Dispatchers() {}

  static boolean knows(String function) {
    return NAMES.matcher(function).matches();
  }

  static boolean waits(String function) {
    return WAITERS.matcher(function).matches();
  }
}
