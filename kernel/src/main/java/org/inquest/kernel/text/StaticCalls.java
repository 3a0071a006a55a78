package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.target.Target;

/// Static calls: direct calls in place of calls through a pointer, patched when the pointer changes
/// (include/linux/static_call.h, 9183c3f9ed71 "static_call: Add inline static call infrastructure",
/// v5.10).
///
/// `struct static_call_site { s32 addr; s32 key; }` (include/linux/static_call_types.h) counts from
/// its own members' places; bit 0 of `key` marks a tail call, bit 1 a place in initialisation code.
/// The key's first member is the function.
final class StaticCalls {
  private static final int ENTRY = 8;
  private static final int TAIL = 1;
  private static final int FLAGS = 3;
  private static final String KEY = "__SCK__";

  private StaticCalls() {}

  static List<PatchTable> read(Target target, List<String> gaps) {
    List<PatchTable> tables = new ArrayList<>();
    for (TableBounds table :
        TableBounds.all(
            target,
            "__start_static_call_sites",
            "__stop_static_call_sites",
            "static_call_sites",
            "num_static_call_sites",
            ENTRY,
            gaps)) {
      tables.add(PatchTable.of(table, ENTRY, at -> site(target, table, at)));
    }
    return tables;
  }

  private static PatchSite site(Target target, TableBounds table, int at) {
    Symbols symbols = target.symbols();
    long code = table.relative(at);
    long key = table.relative(at + 4) & ~FLAGS;
    boolean tail = (table.word(at + 4) & TAIL) != 0;
    String name = name(symbols, key);
    CodeForm form = CodeForm.at(target.memory(), code);
    String state =
        switch (form.kind()) {
          case CALL -> "calls " + place(symbols, form.target());
          case JUMP, BRANCH -> "jumps to " + place(symbols, form.target());
          case NOP -> "has no function: nop";
          case RETURN -> "has no function: returns";
          case RETURN_ZERO -> "has no function: yields 0";
          case WARN -> "warns";
          case BREAKPOINT, OTHER -> "is " + form.describe();
        };
    return new PatchSite(
        code,
        form.is(CodeForm.Kind.BRANCH) ? 6 : 5,
        PatchSite.Kind.STATIC_CALL,
        name,
        state,
        problem(target, form, key, name, tail));
  }

  private static String problem(Target target, CodeForm form, long key, String name, boolean tail) {
    return switch (form.kind()) {
      case CALL, JUMP, BRANCH -> {
        OptionalLong function = target.memory().findLong(key);
        Symbols symbols = target.symbols();
        boolean trampoline =
            symbols.nameAt(form.target()).filter(("__SCT__" + name)::equals).isPresent();
        // A jump of a tail call without a function goes to the return thunk.
        boolean returns = tail && function.isPresent() && function.getAsLong() == 0;
        yield function.isEmpty() || form.target() == function.getAsLong() || trampoline || returns
            ? ""
            : "its key says " + place(symbols, function.getAsLong());
      }
      case NOP, RETURN, RETURN_ZERO, WARN -> "";
      case BREAKPOINT, OTHER -> "neither a call nor what stands for one is there";
    };
  }

  private static String name(Symbols symbols, long key) {
    return symbols
        .nameAt(key)
        .map(name -> name.startsWith(KEY) ? name.substring(KEY.length()) : name)
        .orElse("0x" + Long.toHexString(key));
  }

  private static String place(Symbols symbols, long address) {
    StringBuilder out = new StringBuilder();
    symbols
        .at(address)
        .ifPresentOrElse(
            symbol -> symbol.appendPlace(address, out),
            () -> out.append("0x").append(Long.toHexString(address)));
    return out.toString();
  }
}
