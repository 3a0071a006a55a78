package org.inquest.diagnose.oops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.diagnose.value.KernelAreas;
import org.inquest.diagnose.value.Value;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.SymbolNames;
import org.inquest.engine.code.window.CodeWindow;
import org.inquest.engine.code.window.MemoryUse;
import org.inquest.engine.code.window.ValueSource;
import org.inquest.engine.type.Types;
import org.inquest.formats.oops.CodeLine;

/// What an oops in a log means, every part of it that can be told.
///
/// @param window the code; empty where none was printed or can be read
/// @param operand the access that failed
/// @param source where the bad register came from
/// @param member what the access was to, by the types that were given
/// @param access the error code in words
/// @param stack which stack the kernel was on
/// @param init whether it was freed init code
/// @param registers what the general registers and the reported address hold, as printed, without
///   those that hold plain numbers
public record OopsExplanation(
    LoggedFault fault,
    Optional<CodeWindow> window,
    Optional<FaultOperand> operand,
    Optional<ValueSource> source,
    Optional<MemberNames> member,
    FaultAccess access,
    Optional<StackPlace> stack,
    InitFromText init,
    Map<String, Value> registers) {

  /// Segments, control and debug registers hold no pointers, but for the address of a fault.
  private static final List<String> OTHERS =
      List.of(
          "cs",
          "ds",
          "es",
          "ss",
          "fs",
          "ip",
          "eflags",
          "pstate",
          "psr",
          "knlgs",
          "orig_rax",
          "pkru",
          "pmr",
          "pmr_save",
          "status",
          "cause",
          "msr",
          "cr",
          "xer",
          "trap",
          "dsisr",
          "softe",
          "irqmask",
          "psw");

  /// Explains a fault.
  ///
  /// @param types of the kernel, where a vmlinux or the running kernel has them
  /// @param inInit whether a symbol table puts the program counter into the init section; empty
  ///   without one
  public static OopsExplanation of(
      LoggedFault fault, Optional<Types> types, Optional<Boolean> inInit) {
    Optional<CodeWindow> window = fault.window();
    Optional<FaultOperand> operand = window.flatMap(code -> FaultOperand.of(fault, code));
    Optional<MemoryUse.Part> bad = operand.flatMap(FaultOperand::bad);
    Optional<ValueSource> source = operand.flatMap(o -> source(window.get(), o));
    Optional<MemberNames> member =
        types.isPresent() && bad.isPresent()
            ? MemberNames.of(fault, window.get(), operand.get().use(), bad.get(), types.get())
            : Optional.empty();
    return new OopsExplanation(
        fault,
        window,
        operand,
        source,
        member,
        FaultAccess.of(fault),
        StackPlace.of(fault),
        InitFromText.of(fault, inInit),
        meanings(fault));
  }

  /// KASAN shifts a pointer before it looks at its shadow: then the pointer's own source is meant.
  private static Optional<ValueSource> source(CodeWindow window, FaultOperand operand) {
    if (operand.bad().isEmpty()
        || operand.bad().get().register() == window.isa().registers().stackPointer()) {
      return Optional.empty();
    }
    ValueSource from = ValueSource.of(window, operand.bad().get().register());
    boolean shadow = operand.ofShadow();
    return shadow
            && from instanceof ValueSource.Computed shift
            && (shift.by().mnemonic().equals("shr") || shift.by().mnemonic().equals("lsr"))
        ? Optional.of(ValueSource.between(window, unshifted(shift), 0, shift.index()))
        : Optional.of(from);
  }

  /// A64 shifts into another register.
  private static int unshifted(ValueSource.Computed shift) {
    Operand second = shift.by().operand(1);
    return second.isRegister() && second.register() < Long.SIZE
        ? second.register()
        : shift.register();
  }

  private static Map<String, Value> meanings(LoggedFault fault) {
    KernelAreas areas = fault.areas();
    Map<String, Value> meanings = new LinkedHashMap<>();
    fault.registers().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(each -> !OTHERS.contains(each.getKey()) && !isControl(each.getKey()))
        .forEach(each -> meanings.put(each.getKey(), Value.of(each.getValue(), areas)));
    fault.address().ifPresent(a -> meanings.put("address", Value.of(a, areas)));
    return meanings;
  }

  /// `cr2`, `dr7`.
  private static boolean isControl(String name) {
    return name.length() == 3
        && name.charAt(1) == 'r'
        && (name.charAt(0) == 'c' || name.charAt(0) == 'd');
  }

  /// The explanation in sentences, the most important first.
  public List<String> sentences() {
    List<String> out = new ArrayList<>();
    switch (init) {
      case InitFromText.Certain(List<String> why) ->
          out.add("Init code ran after it was freed: " + String.join(", ", why) + ".");
      case InitFromText.Likely(List<String> why) ->
          out.add("Init code likely ran after it was freed: " + String.join(", ", why) + ".");
      case InitFromText.No _ -> {}
    }
    if (fault.code().orElse(null) instanceof CodeLine.Unreadable unreadable) {
      out.add("The program counter is at no code: the kernel says \"" + unreadable.words() + "\".");
    }
    operand.ifPresent(o -> operand(o, out));
    source.map(this::cameFrom).filter(s -> !s.isEmpty()).ifPresent(out::add);
    member.ifPresent(m -> out.add("The access is to " + m.words() + "."));
    if (!access.words().isEmpty()) {
      out.add("Error code " + access.words() + ".");
    }
    stack.ifPresent(s -> out.add("Stack: " + s.words() + "."));
    return out;
  }

  private void operand(FaultOperand found, List<String> out) {
    CodeWindow code = window.orElseThrow();
    MemoryUse use = found.use();
    String what =
        (use.access().writes() ? use.access().reads() ? "changes" : "writes" : "reads")
            + (use.size() == 0
                ? " memory"
                : use.size() == 1 ? " 1 byte" : " " + use.size() + " bytes");
    StringBuilder line = new StringBuilder("The instruction `");
    line.append(code.text(code.at(), SymbolNames.NONE)).append("` ").append(what).append(" at ");
    line.append(use.text());
    use.address().ifPresent(a -> line.append(" = 0x").append(Long.toHexString(a)));
    line.append(
        switch (found.match()) {
          case EQUAL -> ", the address that the CPU reported";
          case WITHIN -> ", and the CPU reported an address within";
          case NOT_CANONICAL -> ", which is no address";
          case RELATIVE, UNKNOWN -> "";
          case DIFFERENT -> ", but the CPU reported another address";
        });
    out.add(line.append('.').toString());
    if (found.ofShadow()) {
      found
          .meaning()
          .ifPresent(
              m -> out.add("KASAN was checking a pointer: the address is " + m.words() + "."));
      return;
    }
    OptionalLong value = found.bad().map(MemoryUse.Part::value).orElse(OptionalLong.empty());
    if (value.isPresent() && found.meaning().isPresent()) {
      out.add(
          found.bad().get().name()
              + " held 0x"
              + Long.toHexString(value.getAsLong())
              + ": "
              + found.meaning().get().words()
              + ".");
    }
  }

  private String cameFrom(ValueSource from) {
    CodeWindow code = window.orElseThrow();
    String added = from.added() == 0 ? "" : ", and " + from.added() + " was added to it";
    return switch (from) {
      case ValueSource.Loaded l ->
          "It was loaded by `" + code.text(l.by(), SymbolNames.NONE) + "`" + place(l) + added + ".";
      case ValueSource.Returned r -> "It is what a call returned" + added + ".";
      case ValueSource.Constant c ->
          "It was set to 0x" + Long.toHexString(c.value()) + " in the code" + added + ".";
      case ValueSource.Computed c ->
          "It was computed by `" + code.text(c.by(), SymbolNames.NONE) + "`" + added + ".";
      case ValueSource.Clobbered _, ValueSource.Cut _ -> "";
      case ValueSource.Earlier e ->
          e.added() == 0 ? "" : "It is " + register(e.register()) + " plus " + e.added() + ".";
    };
  }

  /// A register before the bytes that were printed, with its value if it still has it.
  private String register(int number) {
    CodeWindow code = window.orElseThrow();
    String name = code.isa().registers().name(number, 0);
    if (code.before().stream().anyMatch(insn -> insn.writes(number))) {
      return "what " + name + " held before,";
    }
    OptionalLong value = fault.register(name);
    return value.isPresent() ? name + " (0x" + Long.toHexString(value.getAsLong()) + ")" : name;
  }

  /// Where it was loaded from, if the register of that address still has its value.
  private String place(ValueSource.Loaded load) {
    Operand from = load.operand();
    CodeWindow code = window.orElseThrow();
    for (int i = load.index(); i < code.before().size(); i++) {
      if (from.base() == Operand.NO_REGISTER || code.before().get(i).writes(from.base())) {
        return "";
      }
    }
    for (MemoryUse use : MemoryUse.of(code.isa(), load.by(), fault::register)) {
      if (use.address().isPresent() && !use.relative() && use.parts().size() == 1) {
        return " from 0x" + Long.toHexString(use.address().getAsLong());
      }
    }
    return "";
  }
}
