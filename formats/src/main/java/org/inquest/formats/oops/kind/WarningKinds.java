package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.COUNTER;
import static org.inquest.formats.oops.kind.Kind.Frames.NONE;
import static org.inquest.formats.oops.kind.Kind.Frames.TRACE;

import java.util.List;

/// `WARN()`: kernel/panic.c, in the two forms it has had, and what some files mean by it.
final class WarningKinds {
  private static final String AT = "WARNING: (?:CPU: \\d+ PID: \\d+ at )?";

  static final List<Kind> ROWS =
      List.of(
          file("lib/debugobjects\\.c", "WARNING", "WARNING: ODEBUG bug in {F}"),
          file("lib/refcount\\.c", "REFCOUNT_WARNING", "WARNING: refcount bug in {F}"),
          file("lib/kobject\\.c", "WARNING", "WARNING: kobject bug in {F}"),
          file("mm/slab_common\\.c", "WARNING", "WARNING: kmalloc bug in {F}"),
          file("kernel/locking/lockdep\\.c", "LOCKDEP", "WARNING: locking bug in {F}"),
          Kind.of("WARNING: ", AT + "\\S+:\\d+", "WARNING")
              .form("", COUNTER, "WARNING", "WARNING in {F}"),
          Kind.of("kernel stack ", "WARNING: kernel stack (?:regs|frame pointer) at", "UNKNOWN")
              .form(
                  "WARNING: (kernel stack (?:regs|frame pointer)) at .* has (bad(?: '\\w+')? value)",
                  NONE,
                  "UNKNOWN",
                  "WARNING: {1} has {2}"));

  private WarningKinds() {}

  private static Kind file(String name, String type, String title) {
    return Kind.of("WARNING: ", AT + name + ":\\d+", type).form("", TRACE, type, title);
  }
}
