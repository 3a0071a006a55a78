package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.inquest.engine.target.Target;

/// Jump labels, the code behind `static_branch_likely()` and tracepoints: a nop or a jump, by the
/// value of a `struct static_key` (include/linux/jump_label.h).
///
/// `struct jump_entry { s32 code; s32 target; long key; }` counts from its own members' places
/// since b34006c425af ("x86/jump_table: Use relative references", v4.20). Bit 0 of `key` says that
/// the nop means "on", bit 1 that the place is in initialisation code (19483677684b, v4.20). The
/// jump has two or five bytes since ab3257042c26 ("jump_label, x86: Allow short NOPs", v5.14).
final class JumpLabels {
  private static final int ENTRY = 16;
  private static final int FLAGS = 3;

  private JumpLabels() {}

  static List<PatchTable> read(Target target, List<String> gaps) {
    List<PatchTable> tables = new ArrayList<>();
    for (TableBounds table :
        TableBounds.all(
            target,
            "__start___jump_table",
            "__stop___jump_table",
            "jump_entries",
            "num_jump_entries",
            ENTRY,
            gaps)) {
      tables.add(PatchTable.of(table, ENTRY, at -> site(target, table, at)));
    }
    return tables;
  }

  private static PatchSite site(Target target, TableBounds table, int at) {
    long code = table.relative(at);
    long jumpsTo = table.relative(at + 4);
    long key = table.start() + at + 8 + (table.longAt(at + 8) & ~FLAGS);
    boolean inverted = (table.longAt(at + 8) & 1) != 0;
    CodeForm form = CodeForm.at(target.memory(), code);
    boolean jumps = form.is(CodeForm.Kind.JUMP) && form.target() == jumpsTo;
    String problem = "";
    if (!jumps && !form.is(CodeForm.Kind.NOP)) {
      problem = "neither a nop nor a jump to " + target.symbols().describe(jumpsTo) + " is there";
    }
    // `enabled` is the first member; -1 while the first user switches it on.
    OptionalInt enabled = target.memory().findInt(key);
    boolean on = enabled.isPresent() ? enabled.getAsInt() != 0 : jumps ^ inverted;
    String does = problem.isEmpty() ? jumps ? "jumps" : "falls through" : form.describe();
    if (problem.isEmpty() && (on ^ inverted) != jumps) {
      does += ", though its key says otherwise";
    }
    return new PatchSite(
        code,
        form.is(CodeForm.Kind.OTHER) ? 5 : form.length(),
        PatchSite.Kind.JUMP_LABEL,
        name(target, key),
        "is " + (on ? "on" : "off") + ": " + does,
        problem);
  }

  /// The key's variable; for tracepoints, whose key is a member, the tracepoint.
  private static String name(Target target, long key) {
    return target
        .symbols()
        .at(key)
        .map(symbol -> {
          if (symbol.name().startsWith("__tracepoint_")) {
            return "of tracepoint " + symbol.name().substring("__tracepoint_".length());
          }
          StringBuilder out = new StringBuilder();
          symbol.appendPlace(key, out);
          return out.toString();
        })
        .orElse("0x" + Long.toHexString(key));
  }
}
