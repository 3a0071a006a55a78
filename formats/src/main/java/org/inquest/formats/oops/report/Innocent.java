package org.inquest.formats.oops.report;

import java.util.regex.Pattern;

/// Functions that are never to blame: they do what they are told to, or report what others did.
final class Innocent {
  private static final Pattern NAMES =
      Pattern.compile(
          "^(?:"
              + String.join(
                  "|",
                  // Who prints and dies: lib/dump_stack.c, kernel/panic.c, arch/*/kernel/traps.c.
                  "_*dump_stack.*|show_stack|show_regs.*|show_trace.*|print_.*|_?_?warn.*|panic"
                      + "|report_bug|fixup_bug.*|handle_bug|exc_.*|asm_exc_.*|do_error_trap"
                      + "|do_invalid_op|invalid_op|do_trap.*|die|die_.*|oops_.*|__die|nmi_panic"
                      + "|do_undefinstr|do_general_protection|general_protection|async_page_fault"
                      + "|page_fault|do_page_fault|__do_page_fault|do_async_page_fault|no_context"
                      + "|bug_handler|brk_handler|do_debug_exception|el1_dbg|el1_.*|el1h?_.*"
                      + "|unwind_backtrace|dump_backtrace.*|bust_spinlocks|check_panic_on_warn"
                      + "|do_kernel_fault|__do_kernel_fault|do_mem_abort|do_translation_fault"
                      + "|do_PrefetchAbort|do_DataAbort|debug_.*print.*|vprintk.*|_?printk|printk_.*"
                      + "|rust_begin_unwind|rust_helper_BUG|rust_panic.*|(?:.*::)?rust_begin_unwind|<?core::(?:panicking|fmt|slice|str|cell)::.*|core::(?:option|result)::.*_failed.*"
                      + "|kunit_.*|exception_enter|exception_exit"
                      + "|call_break_hook|brk_handler|do_trap|do_el1_.*|mm_fault_error|bad_area.*"
                      + "|__bad_area.*|spurious_kernel_fault|kernelmode_fixup.*|arm64_.*break.*",
                  // Entries of exceptions: arch/*/entry, arch/*/kernel/traps.c, arch/*/mm/fault.c.
                  "error_entry|error_return|error_exit|paranoid_\\w+|idtentry\\w*|xen_\\w*iret"
                      + "|early_(?:idt|fixup)\\w*|page_fault_oops|handle_page_fault|do_user_addr_fault"
                      + "|do_kern_addr_fault|gp_try_fixup\\w*|die_kernel_fault|die_addr|stack_segment"
                      + "|do_sp_pc_abort|do_bad_area|do_alignment_fault|do_undefinstr"
                      + "|handle_fault_error\\w*|do_trap_(?:insn|load|store|ecall_s|break|unknown)\\w*"
                      + "|bad_page_fault|___?bad_page_fault|program_check\\w*|(?:data|instruction)_access_\\w+"
                      + "|interrupt_return\\w*|_exception(?:_pkey)?|machine_check_exception|pgm_check_handler"
                      + "|__do_pgm_check|do_(?:dat|protection)_exception|monitor_event_exception|illegal_op"
                      + "|addressing_exception|specification_exception",
                  // Checkers: mm/kasan, mm/kmsan, mm/kfence, lib/ubsan.c, kernel/kcov.c.
                  "_*(?:kasan|kmsan|msan|kcsan|tsan|kfence|ubsan|asan|hwasan|kmemleak|khwasan).*"
                      + "|check_memory_region.*|memory_is_.*|__sanitizer_.*"
                      + "|check_kcov_mode|val_to_string|get_stack_skipnr|end_report.*|object_err"
                      + "|print_address_description.*|handle_overflow|handle_ubsan.*|slab_err|"
                      + "slab_bug|report_.*|watchpoint_.*|save_stack.*|set_track.*|stack_trace_.*"
                      + "|stack_depot.*|depot_.*|set_.*watchpoint|test_.*watchpoint|_*debug_object.*"
                      + "|debug_print_object|debug_check_no_obj_freed|check_wait_context|"
                      + "refcount_.*|__refcount_.*|kobject_.*|kref_.*|kobject",
                  // Objects that debugobjects watches: lib/debugobjects.c.
                  "debug_(?:timer|hrtimer|work|rcu|activate|deactivate|assert_init|percpu)\\w*"
                      + "|check_region_inline|addr_has_metadata|bytes_is_\\w+",
                  // Strings and memory: lib/string.c, arch/*/lib.
                  "_*(?:mem(?:cpy|move|set|cmp|chr|scan|weight|zero|dup).*|str[a-z]+|strn[a-z]+)"
                      + "|strlcpy|kstrdup.*|kmemdup.*|memcg_.*|_?copy_(?:from|to)_(?:user|iter).*"
                      + "|_*(?:raw_)?copy_.*user.*|copyin|copyout|_?copy_page.*|copy_user_.*"
                      + "|__copy.*|clear_page.*|clear_user.*|fortify_.*|usercopy_.*|check_.*object.*"
                      + "|__check_(?:heap|object).*|v?s?c?n?printf|v?sc?nprintf|vsprintf|string|number"
                      + "|_?_?fortify_.*|instrument_.*|csum_.*|_*crc.*|iov_iter_.*|bitmap_.*|"
                      + "_?find_.*bit.*|hex_.*",
                  // Lists, trees, counters: lib/list_debug.c, include/linux/list.h, rbtree.h.
                  "constant_test_bit|variable_test_bit|arch_test_bit|generic_test_bit|raw_atomic\\w*|virt_spin_lock"
                      + "|_*list_.*|_*hlist_.*|_*rb_.*|rht_.*|rhashtable_.*|xas_.*|_?xa_.*|radix_tree_(?!node_alloc).*"
                      + "|idr_.*|ida_.*|mas_.*|mt_.*|mtree_.*|llist_.*|plist_.*|klist_.*|kset_.*"
                      + "|_*atomic.*|arch_atomic.*|_*(?:test|set|clear|change)_(?:and_.*)?bit.*"
                      + "|_*bitop.*|_*(?:read|write)_once.*|percpu_.*|_*percpu_ref.*|_?_?xchg.*",
                  // Locks: kernel/locking, lib/dec_and_lock.c.
                  "_*(?:raw_)?(?:spin|read|write|rw)_?(?:lock|unlock|trylock).*|do_raw_.*lock.*"
                      + "|_*mutex_.*|_*ww_mutex.*|_*rwsem.*|_*(?:down|up)(?:_.*)?|_*lock_acquire.*"
                      + "|_*lock_.*|lockdep_.*|_*native_queued.*|queued_.*|pv_.*lock.*|arch_.*lock.*"
                      + "|_*lockdep.*|mark_.*lock.*|mark_usage|validate_chain|check_.*(?:lock|dead|prev|irq|used|usage|circular|noncircular).*"
                      + "|find_.*lock.*|look_up_lock_class|_*rt_mutex.*|rt_spin.*|rtlock.*|lock_sock_?.*|__raw_.*|osq_.*|_*task_rq_lock.*|_*rq_lock.*"
                      + "|reacquire_held.*|class_.*lock.*|register_lock_class|assign_lock_key"
                      + "|local_bh_.*|_*local_bh_.*|seqcount_.*|_*seq.*lock.*|rcu_read_lock.*"
                      + "|rcu_lockdep.*|bit_spin_.*|_*wait_on_bit_lock|dec_and_lock|_atomic_dec.*",
                  // Allocators: mm/slub.c, mm/page_alloc.c, mm/vmalloc.c, mm/util.c.
                  "_*(?:k[mzc]?|kv[mzc]?|v[mz]?|dev[mr]_k[mzc]?)alloc.*|_*kmem_cache_.*|_*k?v?z?free"
                      + "(?:_sensitive|_const|_debug.*)?|_*do_kmalloc.*|_*slab_.*|slab_.*|___slab.*"
                      + "|_*alloc_(?:pages?|frozen_pages|percpu|from_pcs|cpu.*).*|_*(?:free|get_free)_pages?.*"
                      + "|kmalloc.*|_?vmalloc.*|new_slab.*|allocate_slab.*|_*cache_(?:alloc|free|grow|flush).*"
                      + "|free_large_kmalloc|free_block|post_alloc_hook"
                      + "|prep_new_page|get_page_from_freelist|pcpu_alloc.*|fallback_alloc.*"
                      + "|bad_page|free_unref_.*|free_pcppages.*|free_debug_processing|free_to_.*"
                      + "|alloc_.*noprof|.*_noprof|drop_.*slab.*|warn_alloc"
                      + "|should_fail.*|should_failslab|fail_dump|_*should_fail.*|fault_create.*"
                      + "|do_slab_free|free_percpu|vfree.*|_*vunmap.*|remove_vm_area|get_partial.*|unfreeze_.*|put_cpu_.*",
                  // Checks of pages that are allocated or freed: mm/page_alloc.c.
                  "_*rmqueue\\w*|check_new_page\\w*|check_free_page\\w*|free_page_is_bad\\w*|bad_range"
                      + "|_*free_one_page|free_pages_prepare|free_tail_page_prepare|_*free_pages_ok"
                      + "|alloc_slab_page|alloc_pages_(?:current|vma|mpol)\\w*|_*memcg_slab\\w*",
                  // Printing for devices; preemption; might_sleep().
                  "_*dev_(?:printk|err|warn|info|alert|crit|emerg|notice|dbg).*|_*dynamic_.*"
                      + "|_*netdev_(?:printk|err|warn|info).*|_*might_.*|_*cant_.*|_*schedule_bug"
                      + "|_*preempt_.*|check_preemption_disabled|debug_smp_processor_id|schedule"
                      + "|_*this_cpu_preempt_check|schedule_.*|_*schedule|context_switch|_*context_tracking.*"
                      + "|io_schedule.*|_*might_resched|_*cond_resched.*|wait_for_completion.*"
                      + "|do_wait_for_common|wait_for_common|_*wait_for_common|wait_woken",
                  // Timers, work, waiting: kernel/time, kernel/workqueue.c, kernel/sched/wait.c.
                  "_*(?:del|mod|add|try_to_del)_timer.*|lock_timer_base.*|timer_is_static_object"
                      + "|timer_(?:delete|shutdown|fixup).*|_*cancel_(?:delayed_)?work.*|_*flush_(?:delayed_)?work|try_to_grab_pending|insert_work"
                      + "|_*queue_(?:delayed_)?work.*|kthread_stop|_*wake_up(?:_common.*|_sync.*|_locked.*|_q|_poll|_bit|_process|_interruptible.*|_klogd)?|finish_wait|prepare_to_wait.*"
                      + "|remove_wait_queue_.*|add_wait_queue|try_to_wake_up|complete",
                  // The device core: drivers/base, lib/kobject_uevent.c, fs/sysfs.
                  "device_(?:add|del|unregister|register|destroy|release|for_each_child)|device_release"
                      + "|get_device_parent|sysfs_remove_.*|dpm_sysfs_.*|devres_.*|add_uevent_var"
                      + "|_*unregister_client|i2c_del_adapter|hwrng_unregister|tty_unregister_.*|usb_kill_urb"
                      + "|platform_device_(?:del|unregister)|cdev_device_.*",
                  // Network buffers and devices: net/core/skbuff.c, net/core/dev.c.
                  "skb_panic|skb_over_panic|skb_under_panic|skb_put|skb_push|skb_pull.*|pskb_.*|_*kfree_skb.*"
                      + "|skb_trim|consume_skb_.*|rollback_registered.*|unregister_netdevice_(?:many|queue).*|simple_copy_to_iter"
                      + "|ref_tracker_free|ref_tracker_.*",
                  // Files: fs/inode.c, fs/dcache.c, fs/buffer.c, mm/truncate.c, mm/filemap.c.
                  "iput.*|dput|fast_dput|drop_nlink|inc_nlink|set_nlink|clear_nlink|ihold|mark_buffer_dirty|folio_unlock|unlock_page"
                      + "|truncate_inode_pages.*|find_lock_entries|_*brelse|assertfail|_*reiserfs_panic|reiserfs_write_lock.*"
                      + "|filemap_get_.*|find_get_.*",
                  // Machine: thunks, port access, tracing.
                  "__x86_indirect_.*|retint_.*|restore_regs.*|ret_from_.*|perf_trace_.*|trace_.*|logic_(?:in|out).*"
                      + "|_*raw_(?:read|write)[bwlq]|arch_stack_walk|walk_stackframe|__stack_chk_fail|panic_saved_regs|__panic"
                      + "|.*copy_to_user|.*copy_from_user|program_check_exception|jhash|do_tag_check_fault"
                      + "|atomic_notifier.*|notify_die|do_reset|df_debug|(?:do_|asm_exc_|exc_)?double_fault|spin_dump|spin_bug|caller_is_.*|__sanitizer.*|mutex_optimistic_.*")
              + ")$");

  private Innocent() {}

  static boolean knows(String function) {
    return NAMES.matcher(function).matches();
  }
}
