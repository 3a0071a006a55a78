package org.inquest.engine.code.flow;

import java.util.LinkedHashSet;
import java.util.Set;
import org.inquest.engine.code.SymbolNames;

/// Origins in words: `the result of kmem_cache_alloc()`, `the word at offset 16 of argument 1`.
public final class OriginText {
  /// Numbers below are no addresses.
  private static final int SMALL = 4096;

  private final FunctionCode code;

  /// @param code the function whose origins are told
  public OriginText(FunctionCode code) {
    this.code = code;
  }

  /// An origin as the object of a sentence.
  public String of(Origin origin) {
    return switch (origin) {
      case Origin.Argument a -> "argument " + (a.index() + 1);
      case Origin.CallersRegister r ->
          "what its caller had in " + code.isa().registers().name(r.register(), 0);
      case Origin.Result r -> "the result of " + callee(r);
      case Origin.Load l -> load(l);
      case Origin.PerCpu p -> "the CPU's own word at " + place(p.offset());
      case Origin.Constant c -> c.value() == 0 ? "NULL" : "the constant " + number(c.value());
      case Origin.Sum s -> of(s.of()) + (s.delta() < 0 ? " - " : " + ") + Math.abs(s.delta());
      case Origin.StackAddress a -> "the address of a local variable";
      case Origin.Merged m -> merged(m);
      case Origin.Unknown u -> "unknown (" + u.why().words() + ")";
    };
  }

  /// `kmem_cache_alloc()`; of a call through a pointer where it is.
  public String callee(Origin.Result result) {
    String name = result.callee().isPresent() ? code.name(result.callee().getAsLong()) : "";
    return name.isEmpty() ? "the function called at " + place(result.site()) : name + "()";
  }

  private String load(Origin.Load load) {
    String what = load.bytes() == 8 ? "the word" : "the " + load.bytes() + " bytes";
    if (load.base() instanceof Origin.Constant at) {
      return what + " at " + place(at.value() + load.displacement());
    }
    return what + " at offset " + load.displacement() + " of " + of(load.base());
  }

  private String merged(Origin.Merged merged) {
    Set<String> all = new LinkedHashSet<>();
    for (Origin origin : merged.of()) {
      all.add(of(origin));
    }
    return String.join(" or ", all);
  }

  private String number(long value) {
    boolean small = value > -SMALL && value < SMALL;
    return small ? Long.toString(value) : place(value);
  }

  /// An address as `name+0x12`, or as a number.
  public String place(long address) {
    StringBuilder text = new StringBuilder();
    SymbolNames names = code.names();
    return names.append(address, text) ? text.toString() : "0x" + Long.toHexString(address);
  }
}
