package org.inquest.diagnose.oops;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.diagnose.value.KernelAreas;
import org.inquest.diagnose.value.Value;
import org.inquest.engine.code.window.CodeWindow;
import org.inquest.engine.code.window.MemoryUse;

/// The access that failed, of those that the instruction at the program counter makes: by the
/// registers it leads to the address that the CPU reported.
///
/// @param use the access
/// @param match how it goes with the address that was reported
/// @param bad the register that made the address wrong; empty where none is
/// @param meaning of that register's value, or of the address where there is no such register
/// @param ofShadow whether it is KASAN's look at the shadow of a pointer, before the access itself
public record FaultOperand(
    MemoryUse use,
    Match match,
    Optional<MemoryUse.Part> bad,
    Optional<Value> meaning,
    boolean ofShadow) {

  /// How an address that was computed goes with the one that was reported.
  public enum Match {
    /// The same.
    EQUAL,
    /// The report is about a later byte of the access.
    WITHIN,
    /// The exception reports no address, and this one is none: it is not canonical.
    NOT_CANONICAL,
    /// The operand is relative to a program counter that the log does not have; the address fits.
    RELATIVE,
    /// Another: the registers or the code are not those of the fault.
    DIFFERENT,
    /// It can't be computed, or none was reported.
    UNKNOWN;

    /// Whether the operand is the one that failed.
    public boolean proven() {
      return this == EQUAL || this == WITHIN || this == NOT_CANONICAL;
    }
  }

  /// Finds it; empty where the instruction accesses no memory, or was itself not readable.
  public static Optional<FaultOperand> of(LoggedFault fault, CodeWindow window) {
    if (FaultAccess.of(fault).fetch() || !window.readable()) {
      return Optional.empty();
    }
    List<MemoryUse> uses = MemoryUse.of(window.isa(), window.at(), fault::register);
    FaultOperand best = null;
    for (MemoryUse use : uses) {
      Match match = match(fault, use);
      if (best == null || match.compareTo(best.match) < 0) {
        best = explained(use, match, fault.areas());
      }
    }
    return Optional.ofNullable(best);
  }

  private static Match match(LoggedFault fault, MemoryUse use) {
    OptionalLong reported = fault.address();
    if (reported.isPresent() && use.relative()) {
      return fault.programCounter().isEmpty()
          ? Match.RELATIVE
          : use.covers(reported.getAsLong()) ? Match.EQUAL : Match.DIFFERENT;
    }
    if (use.address().isEmpty() || use.relative()) {
      return Match.UNKNOWN;
    }
    if (reported.isPresent()) {
      return reported.equals(use.address())
          ? Match.EQUAL
          : use.covers(reported.getAsLong()) ? Match.WITHIN : Match.DIFFERENT;
    }
    boolean canonical = fault.areas().canonical(use.address().getAsLong());
    return canonical ? Match.UNKNOWN : Match.NOT_CANONICAL;
  }

  /// The register to blame: the first whose value alone is no good pointer. A base that is a good
  /// pointer with an index that is a large number leaves the index.
  private static FaultOperand explained(MemoryUse use, Match match, KernelAreas areas) {
    Optional<Value> shadow = shadow(use, areas);
    if (shadow.isPresent()) {
      return new FaultOperand(use, match, pointer(use, areas), shadow, true);
    }
    for (MemoryUse.Part part : use.parts()) {
      if (part.value().isPresent() && part.scale() == 1) {
        Value value = Value.of(part.value().getAsLong(), areas);
        if (!(value instanceof Value.Kernel)) {
          return new FaultOperand(use, match, Optional.of(part), Optional.of(value), false);
        }
      }
    }
    Optional<Value> meaning =
        use.address().isPresent()
            ? Optional.of(Value.of(use.address().getAsLong(), areas))
            : Optional.empty();
    return new FaultOperand(use, match, use.parts().stream().findFirst(), meaning, false);
  }

  /// What KASAN was checking: code that it has instrumented adds a pointer's eighth to a register
  /// with the shadow's offset, or to that number itself.
  private static Optional<Value> shadow(MemoryUse use, KernelAreas areas) {
    long offset = areas.machine().kasanOffset();
    if (offset == 0 || use.address().isEmpty()) {
      return Optional.empty();
    }
    long address = use.address().getAsLong();
    Value plain = Value.of(address, areas);
    if (plain instanceof Value.KasanShadow) {
      return Optional.of(plain);
    }
    for (MemoryUse.Part part : use.parts()) {
      if (part.value().equals(OptionalLong.of(offset))) {
        long of = address - offset << 3;
        return Optional.of(new Value.KasanShadow(of, Value.of(of, areas)));
      }
    }
    return Optional.empty();
  }

  private static Optional<MemoryUse.Part> pointer(MemoryUse use, KernelAreas areas) {
    OptionalLong offset = OptionalLong.of(areas.machine().kasanOffset());
    return use.parts().stream().filter(part -> !part.value().equals(offset)).findFirst();
  }

  /// The program counter that makes a relative operand lead to the reported address.
  ///
  /// @param assumed the program counter that the window was read with
  public OptionalLong impliedCounter(LoggedFault fault, long assumed) {
    return match == Match.RELATIVE && fault.address().isPresent()
        ? OptionalLong.of(fault.address().getAsLong() - use.displacement() + assumed)
        : OptionalLong.empty();
  }
}
