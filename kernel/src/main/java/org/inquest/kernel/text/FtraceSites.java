package org.inquest.kernel.text;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;

/// The places at the start of functions where the tracer can hook in: a nop, or a call of a
/// trampoline. The compiler's list of them is freed after boot; what stays is ftrace's own, pages
/// of `struct dyn_ftrace` (kernel/trace/ftrace.c, include/linux/ftrace.h).
final class FtraceSites {
  /// Pages of records: a kernel has a few hundred.
  private static final int MAX_PAGES = 1 << 14;

  private static final int MAX_RECORDS = 1 << 20;

  private FtraceSites() {}

  static List<PatchTable> read(Target target, List<String> gaps) {
    OptionalLong first = target.symbols().findAddress("ftrace_pages_start");
    if (first.isEmpty()) {
      return List.of();
    }
    long[] addresses = new long[1 << 16];
    int count = 0;
    try {
      StructType page = target.types().struct("struct ftrace_page");
      StructType record = target.types().struct("struct dyn_ftrace");
      int step = (int) record.size();
      int ipAt = (int) record.offsetOf("ip");
      long at = target.memory().readLong(first.getAsLong());
      for (int pages = 0; at != 0 && pages < MAX_PAGES && count < MAX_RECORDS; pages++) {
        KObject object = new KObject(target.memory(), page, at);
        int index = Math.clamp(object.member("index").asLong(), 0, MAX_RECORDS);
        long records = object.member("records").asLong();
        byte[] bytes = target.memory().read(records, index * step);
        if (count + index > addresses.length) {
          addresses = Arrays.copyOf(addresses, 2 * (count + index));
        }
        TableBounds table = new TableBounds(records, bytes);
        for (int i = 0; i < index; i++) {
          addresses[count++] = table.longAt(i * step + ipAt);
        }
        at = object.member("next").asLong();
      }
    } catch (InquestException e) {
      gaps.add("ftrace's records end after " + count + ": " + e.getMessage());
    }
    long[] found = Arrays.copyOf(addresses, count);
    return List.of(new PatchTable(found, i -> site(target, found[i])));
  }

  private static PatchSite site(Target target, long address) {
    CodeForm form = CodeForm.at(target.memory(), address);
    String state =
        switch (form.kind()) {
          case NOP -> "is off: nop";
          case CALL -> "is on: calls " + target.symbols().describe(form.target());
          default -> "is " + form.describe();
        };
    String problem = "";
    // A kprobe that is not built on ftrace stands here as a breakpoint.
    if (!form.is(CodeForm.Kind.NOP)
        && !form.is(CodeForm.Kind.CALL)
        && !form.is(CodeForm.Kind.BREAKPOINT)) {
      problem = "neither a nop nor a call is there";
    }
    return new PatchSite(address, 5, PatchSite.Kind.FTRACE, "", state, problem);
  }
}
