package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;

/// Probes: a breakpoint in place of an instruction's first byte, or a jump of five bytes where the
/// kernel could optimise it (kernel/kprobes.c, `kprobe_table`; include/linux/kprobes.h).
final class Kprobes {
  /// `KPROBE_TABLE_SIZE`, since the first version.
  private static final int HEADS = 64;

  private static final int MAX_PROBES = 1 << 16;

  private static final int FLAG_DISABLED = 2;
  private static final int FLAG_FTRACE = 8;

  private Kprobes() {}

  static List<PatchTable> read(Target target, List<String> gaps) {
    OptionalLong table = target.symbols().findAddress("kprobe_table");
    if (table.isEmpty()) {
      return List.of();
    }
    List<KObject> probes = new ArrayList<>();
    try {
      StructType type = target.types().struct("struct kprobe");
      long linkAt = type.offsetOf("hlist");
      for (int i = 0; i < HEADS; i++) {
        long node = target.memory().readLong(table.getAsLong() + 8L * i);
        while (node != 0 && probes.size() < MAX_PROBES) {
          probes.add(new KObject(target.memory(), type, node - linkAt));
          node = target.memory().readLong(node);
        }
      }
    } catch (InquestException e) {
      gaps.add("kprobes end after " + probes.size() + ": " + e.getMessage());
    }
    long[] addresses = new long[probes.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = probes.get(i).member("addr").findLong().orElse(0);
    }
    return List.of(new PatchTable(addresses, i -> site(target, probes.get(i), addresses[i])));
  }

  private static PatchSite site(Target target, KObject probe, long address) {
    CodeForm form = CodeForm.at(target.memory(), address);
    int flags = probe.member("flags").asInt();
    boolean armed = form.is(CodeForm.Kind.BREAKPOINT) || form.is(CodeForm.Kind.JUMP);
    String state =
        switch (form.kind()) {
          case BREAKPOINT -> "armed: breakpoint";
          case JUMP -> "armed: jumps to its copy of the code";
          default -> (flags & FLAG_FTRACE) != 0 ? "armed through ftrace" : "not armed";
        };
    boolean ought = (flags & (FLAG_DISABLED | FLAG_FTRACE)) == 0;
    return new PatchSite(
        address,
        form.is(CodeForm.Kind.JUMP) ? 5 : 1,
        PatchSite.Kind.KPROBE,
        "",
        state,
        ought && !armed ? "its flags say that it is armed" : "");
  }
}
