package org.inquest.app.command.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Session;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Type;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;

/// Which per-CPU variable is meant: by its name, or as the only one of a type.
///
/// @param type for which a variable is looked for where none is named
record PerCpuPlace(Session session, Type type) {

  /// The variable's address in the kernel's image; a CPU's offset has to be added.
  ///
  /// @param name a symbol, or a per-CPU address as the kernel keeps it; empty for the only variable
  ///   of the type
  long address(String name) {
    if (name.isEmpty()) {
      return onlyOne();
    }
    Target target = session.target();
    if (target.symbols().all(name).isEmpty()) {
      return AddressExpression.parse(target, name);
    }
    return new GlobalScope(session, OptionalInt.empty())
        .find("", name)
        .filter(GlobalScope.Global::perCpu)
        .orElseThrow(() -> new UsageError(name + " is no per-CPU variable"))
        .address();
  }

  /// BTF has the types of all per-CPU variables of the kernel.
  private long onlyOne() {
    Target target = session.target();
    Symbols symbols = target.symbols();
    OptionalLong start = symbols.findAddress("__per_cpu_start");
    OptionalLong end = symbols.findAddress("__per_cpu_end");
    List<Symbol> found = new ArrayList<>();
    for (int i = 0; start.isPresent() && end.isPresent() && i < symbols.kernelSize(); i++) {
      long address = symbols.kernelAddress(i);
      boolean inside =
          Long.compareUnsigned(address, start.getAsLong()) >= 0
              && Long.compareUnsigned(address, end.getAsLong()) < 0;
      if (inside && isOfType(target, symbols.kernelName(i))) {
        found.add(symbols.kernelSymbol(i));
      }
    }
    if (found.isEmpty()) {
      throw new NotFound("per-CPU variable of type", type.name(), "the kernel");
    }
    if (found.size() > 1) {
      throw new UsageError(
          "there are several per-CPU variables of that type; name one: "
              + String.join(", ", found.stream().map(Symbol::name).limit(10).toList()));
    }
    return found.getFirst().address();
  }

  private boolean isOfType(Target target, String name) {
    return target
        .types()
        .variable(name)
        .filter(t -> t.underlying() == type.underlying())
        .isPresent();
  }
}
