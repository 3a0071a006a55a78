package org.inquest.engine.code.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Isas;
import org.inquest.engine.code.SymbolNames;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.MemoryFault;

/// The functions of a dump, or of a kernel's files, with their values' ways, by an address in them.
/// Keeps what it decoded; not for several threads at once.
public final class TargetFunctions {
  /// What compilers call the part of a function that rarely runs: gcc's `-freorder-functions`.
  private static final String COLD = ".cold";

  private static final int MAX_KEPT = 64;

  private final FunctionPlaces places;
  private final Map<Long, Optional<ValueFlow>> known = new HashMap<>();

  /// The functions of a dump.
  public TargetFunctions(Target target) {
    this(new TargetPlaces(target));
  }

  /// The functions of any place that has some.
  public TargetFunctions(FunctionPlaces places) {
    this.places = places;
  }

  /// The function or object that an address lies in.
  public Optional<Symbol> symbol(long address) {
    return places.at(address);
  }

  /// The function that an address lies in; empty where nothing has a name there, where its bytes
  /// are not in the dump, or on machines whose values can't be followed.
  public Optional<ValueFlow> at(long address) {
    int machine = places.machine();
    if (!ValueFlow.reads(machine)) {
      return Optional.empty();
    }
    Optional<Symbol> symbol = places.at(address).flatMap(this::whole);
    if (symbol.isEmpty()) {
      return Optional.empty();
    }
    if (known.size() > MAX_KEPT) {
      known.clear();
    }
    Optional<ValueFlow> flow = known.get(symbol.get().address());
    if (flow == null) {
      flow = read(Isas.of(machine), symbol.get());
      known.put(symbol.get().address(), flow);
    }
    return flow;
  }

  /// The function that a cold part belongs to, or the symbol itself. Empty for a part of several
  /// functions of one name: nobody knows whose it is.
  private Optional<Symbol> whole(Symbol symbol) {
    int cold = symbol.name().indexOf(COLD);
    if (cold < 0) {
      return Optional.of(symbol);
    }
    List<Symbol> parents = places.named(symbol.name().substring(0, cold), symbol.module());
    return parents.size() == 1 ? Optional.of(parents.getFirst()) : Optional.empty();
  }

  private Optional<ValueFlow> read(Isa isa, Symbol symbol) {
    Optional<FunctionCode.Piece> first = piece(symbol);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<FunctionCode.Piece> pieces = new ArrayList<>(List.of(first.get()));
    cold(isa, symbol, first.get()).flatMap(this::piece).ifPresent(pieces::add);
    return Optional.of(new ValueFlow(new FunctionCode(isa, pieces, names(), places.tables())));
  }

  private Optional<FunctionCode.Piece> piece(Symbol symbol) {
    if (symbol.size() <= 0 || symbol.size() > FunctionCode.MAX_BYTES) {
      return Optional.empty();
    }
    try {
      byte[] bytes = places.read(symbol.address(), (int) symbol.size());
      return Optional.of(new FunctionCode.Piece(symbol.address(), bytes));
    } catch (MemoryFault e) {
      return Optional.empty();
    }
  }

  /// The cold part that a function jumps to.
  private Optional<Symbol> cold(Isa isa, Symbol symbol, FunctionCode.Piece piece) {
    FunctionCode alone = new FunctionCode(isa, List.of(piece), SymbolNames.NONE, CodeTables.NONE);
    for (int i = 0; i < alone.size(); i++) {
      Instruction jump = alone.instruction(i);
      if (jump.hasTarget() && !symbol.contains(jump.target())) {
        Optional<Symbol> to =
            places.at(jump.target()).filter(s -> s.name().startsWith(symbol.name() + COLD));
        if (to.isPresent()) {
          return to;
        }
      }
    }
    return Optional.empty();
  }

  private SymbolNames names() {
    return (address, to) -> {
      Optional<Symbol> symbol = places.at(address);
      symbol.ifPresent(s -> {
        to.append(s.name());
        if (s.address() != address) {
          to.append("+0x").append(Long.toHexString(address - s.address()));
        }
      });
      return symbol.isPresent();
    };
  }
}
