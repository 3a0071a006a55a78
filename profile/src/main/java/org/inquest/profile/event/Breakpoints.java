package org.inquest.profile.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.profile.system.EventAttr;

/// `mem:ADDRESS[/LENGTH][:ACCESS]`: the CPU's breakpoint registers, access being letters of `rwx`
/// (`HW_BREAKPOINT_*` in `include/uapi/linux/hw_breakpoint.h`).
final class Breakpoints {
  private static final Pattern FORM =
      Pattern.compile("mem:(0x[0-9a-fA-F]{1,16}|\\d{1,19})(?:/([1248]))?(?::([rwx]{1,3}))?");
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int EXECUTE = 4;

  private Breakpoints() {}

  static EventSpec parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw EventParser.notUnderstood(text);
    }
    String access = matcher.group(3) == null ? "rw" : matcher.group(3);
    int kind =
        (access.indexOf('r') >= 0 ? READ : 0)
            | (access.indexOf('w') >= 0 ? WRITE : 0)
            | (access.indexOf('x') >= 0 ? EXECUTE : 0);
    // An instruction's length is that of a long, whatever the instruction is.
    long otherwise = kind == EXECUTE ? Long.BYTES : Integer.BYTES;
    long length = matcher.group(2) == null ? otherwise : Long.parseLong(matcher.group(2));
    EventAttr attr =
        EventAttr.counting(EventAttr.BREAKPOINT, 0)
            .withConfigs(EventNumbers.parse("the address", matcher.group(1)), length, 0)
            .withBreakpoint(kind);
    return EventSpec.of(text, EventKind.BREAKPOINT, attr);
  }
}
