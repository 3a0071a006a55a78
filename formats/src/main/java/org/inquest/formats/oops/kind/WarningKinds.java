package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.NONE;
import static org.inquest.formats.oops.kind.Kind.Frames.TRACE;

import java.util.List;
import org.inquest.formats.oops.kind.Kind.Frames;

/// `WARN()`: kernel/panic.c, in the two forms it has had, and what some files mean by it.
final class WarningKinds {
  private static final String AT = "WARNING: (?:CPU: \\d+ PID: \\d+ )?(?:at )?";

  /// What adds and removes devices for others.
  private static final String DEVICES =
      "device_(?:add|del|unregister|register).*|get_device_parent|_*call_rcu.*|call_rcu_sched";

  static final List<Kind> ROWS =
      List.of(
          file("lib/debugobjects\\.c", "WARNING", "WARNING: ODEBUG bug in {F}"),
          file("lib/refcount\\.c", "REFCOUNT_WARNING", "WARNING: refcount bug in {F}"),
          file("fs/proc/generic\\.c", "WARNING", "WARNING: proc registration bug in {F}"),
          file("lib/kobject\\.c", "WARNING", "WARNING: kobject bug in {F}"),
          at(
              "mm/slab_common\\.c:\\d+(?: at)? kmalloc_slab",
              "WARNING",
              "WARNING: kmalloc bug in {F}"),
          at("mm/util\\.c:\\d+(?: at)? _*kvmalloc", "WARNING", "WARNING: kmalloc bug in {F}"),
          at(
              "mm/vmalloc\\.c:\\d+(?: at)? __vmalloc_node_range",
              "WARNING",
              "WARNING: zero-size vmalloc in {F}"),
          at(
              "drivers/usb/core/urb\\.c:\\d+(?: at)? usb_submit_urb",
              "WARNING",
              "WARNING in {F}/usb_submit_urb"),
          file("kernel/locking/lockdep\\.c", "LOCKDEP", "WARNING: locking bug in {F}"),
          Kind.of("WARNING: ", AT + "\\S+:\\d+", "WARNING")
              .form("", Frames.WARNING, "WARNING", "WARNING in {F}"),
          // arch/x86/kernel/unwind_frame.c, unwind_orc.c.
          Kind.of("stack recursion", "WARNING: stack recursion on stack type", "UNKNOWN")
              .named("WARNING: stack recursion")
              .alone(),
          Kind.of(
                  "WARNING: can't ",
                  "WARNING: can't (?:access|dereference) registers at",
                  "UNKNOWN")
              .form(
                  "WARNING: (can't (?:access|dereference) registers) at",
                  Frames.SENTENCE,
                  "UNKNOWN",
                  "WARNING: {1} in {F}")
              .alone(),
          Kind.of("WARNING: ", "^WARNING: [A-Za-z_]\\w*$", "WARNING").alone(),
          Kind.of("kernel stack ", "WARNING: kernel stack (?:regs|frame pointer) at", "UNKNOWN")
              .form(
                  "WARNING: (kernel stack (?:regs|frame pointer)) at .* has (bad(?: '\\w+')?"
                      + " value)",
                  NONE,
                  "UNKNOWN",
                  "WARNING: {1} has {2}")
              .alone());

  private WarningKinds() {}

  private static Kind file(String name, String type, String title) {
    return at(name + ":\\d+", type, title);
  }

  private static Kind at(String place, String type, String title) {
    return Kind.of("WARNING: ", AT + place, type)
        .form("", TRACE.skipping("usb_submit_urb|" + DEVICES), type, title);
  }
}
