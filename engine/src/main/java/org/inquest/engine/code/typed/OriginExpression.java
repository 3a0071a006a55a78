package org.inquest.engine.code.typed;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.code.flow.Origin;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.Types;

/// Values of one function as its source may have written them: `file->f_op`, `alloc_extent()`,
/// `pcpu_hot.current_task`. Where a type is not known, the offset stands for the member: `*(arg1 +
/// 40)`.
public final class OriginExpression {
  /// Loads on one another.
  private static final int MAX_DEPTH = 8;

  /// More ways than that make no expression.
  private static final int MAX_WAYS = 3;

  /// Calls through a pointer go by way of functions with such names (arch/x86/lib/retpoline.S).
  private static final String THUNK = "x86_indirect_thunk";

  /// Where a CPU's own copies are, as seen from the first one's addresses
  /// (arch/x86/include/asm/percpu.h).
  private static final String CPU_OFFSET = "this_cpu_off";

  private final CodeImage image;
  private final Types types;
  private final OriginTypes origins;
  private final Optional<FunctionType> own;

  /// @param function the name of the function whose values these are
  public OriginExpression(CodeImage image, Types types, String function) {
    this.image = image;
    this.types = types;
    this.origins = new OriginTypes(image, types, function);
    this.own = ImageTypes.prototype(types, function);
  }

  /// Empty for what has no name in C: constants, registers of the caller, what was computed.
  public Optional<String> of(Origin origin) {
    return of(origin, MAX_DEPTH);
  }

  /// The type of the value, where there is but one.
  public Optional<Type> type(Origin origin) {
    List<Type> all = origins.of(origin);
    boolean one = all.stream().map(Type::name).distinct().count() == 1;
    return one ? Optional.of(all.getFirst()) : Optional.empty();
  }

  private Optional<String> of(Origin origin, int depth) {
    if (depth == 0) {
      return Optional.empty();
    }
    return switch (origin) {
      case Origin.Argument a -> Optional.of(parameter(a.index()));
      case Origin.Result r -> callee(r.callee());
      case Origin.Load l -> load(l, depth);
      case Origin.PerCpu p -> variable(p.offset());
      case Origin.Sum s -> sum(s, depth);
      case Origin.Merged m -> merged(m, depth);
      case Origin.CallersRegister _, Origin.Constant _, Origin.StackAddress _, Origin.Unknown _ ->
          Optional.empty();
    };
  }

  private String parameter(int index) {
    String unnamed = "arg" + (index + 1);
    List<FunctionType.Parameter> all = own.map(FunctionType::parameters).orElse(List.of());
    // A structure passed by value takes registers of its own: then the count is off.
    boolean words = all.stream().noneMatch(p -> p.type().underlying() instanceof StructType);
    return words && index < all.size() && !all.get(index).name().isEmpty()
        ? all.get(index).name()
        : unnamed;
  }

  private Optional<String> callee(OptionalLong callee) {
    return callee.isEmpty()
        ? Optional.empty()
        : image
            .symbolAt(callee.getAsLong())
            .filter(s -> s.address() == callee.getAsLong() && !s.name().contains(THUNK))
            .map(s -> s.name() + "()");
  }

  private Optional<String> load(Origin.Load load, int depth) {
    if (load.base() instanceof Origin.Constant c) {
      return variable(c.value() + load.displacement());
    }
    Optional<String> base = of(load.base(), depth - 1);
    Optional<String> member = member(load.base(), load.displacement());
    return base.map(b ->
        member.isPresent() && !(load.base() instanceof Origin.Sum)
            ? simple(b) + "->" + member.get()
            : "*(" + plus(b, load.displacement()) + ")");
  }

  private Optional<String> sum(Origin.Sum sum, int depth) {
    Optional<String> base = of(sum.of(), depth - 1);
    if (base.isPresent() && base.get().equals(CPU_OFFSET)) {
      return variable(sum.delta()).map(name -> "this_cpu_ptr(&" + name + ")");
    }
    Optional<String> member = member(sum.of(), sum.delta());
    return base.map(
        b -> member.isPresent() ? "&" + simple(b) + "->" + member.get() : plus(b, sum.delta()));
  }

  /// The member that a pointer and an offset lead to, where there is but one.
  private Optional<String> member(Origin base, long offset) {
    List<OriginTypes.Place> places = origins.pointees(base);
    if (places.size() != 1) {
      return Optional.empty();
    }
    OriginTypes.Place place = places.getFirst();
    List<MembersAt.Found> found = MembersAt.of(place.struct(), place.offset() + offset);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst().path());
  }

  private Optional<String> merged(Origin.Merged merged, int depth) {
    Set<String> ways = new LinkedHashSet<>();
    for (Origin way : merged.of()) {
      boolean nothing = way instanceof Origin.Constant c && c.value() == 0;
      Optional<String> text = nothing ? Optional.of("NULL") : of(way, depth - 1);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      ways.add(text.get());
    }
    return ways.size() > MAX_WAYS ? Optional.empty() : Optional.of(String.join(" or ", ways));
  }

  /// A variable, or a member of one.
  private Optional<String> variable(long address) {
    Optional<Symbol> symbol = image.symbolAt(address);
    if (symbol.isEmpty()) {
      return Optional.empty();
    }
    String name = symbol.get().name();
    long offset = address - symbol.get().address();
    if (offset == 0) {
      return Optional.of(name);
    }
    return types
        .variable(name)
        .filter(t -> t.underlying() instanceof StructType)
        .map(t -> MembersAt.of((StructType) t.underlying(), offset))
        .filter(found -> !found.isEmpty())
        .map(found -> name + "." + found.getFirst().path());
  }

  private static String plus(String base, long offset) {
    return offset == 0 ? base : base + (offset < 0 ? " - " : " + ") + Math.abs(offset);
  }

  private static String simple(String expression) {
    return expression.indexOf(' ') < 0 && expression.charAt(0) != '*' && expression.charAt(0) != '&'
        ? expression
        : "(" + expression + ")";
  }
}
