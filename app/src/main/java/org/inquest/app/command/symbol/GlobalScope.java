package org.inquest.app.command.symbol;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.app.command.Session;
import org.inquest.app.command.TypeLookup;
import org.inquest.app.command.TypeLookup.Found;
import org.inquest.engine.debug.name.NameKind;
import org.inquest.engine.expression.Scope;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.object.KObject;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.VoidType;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;

/// The names of a dump's kernel and modules: what an expression may speak of.
///
/// What the dump itself tells goes first, for it costs nothing: BTF has the types of per-CPU
/// variables, a table of ours those of well-known globals. Debugging information is asked for the
/// others, for those of which there are several, and first where somebody named a vmlinux. A
/// variable whose type nobody knows is `void`: its address can still be taken and cast.
final class GlobalScope implements Scope {
  /// Of variables with one name.
  private static final int MAX_NAMED = 10;

  private final Target target;
  private final TypeLookup lookup;
  private final OptionalInt cpu;
  private final boolean debugFirst;
  private final Set<String> perCpu = new HashSet<>();

  /// @param cpu whose copies of per-CPU variables are meant; empty for none: where they are in the
  ///   kernel's image
  GlobalScope(Session session, OptionalInt cpu) {
    this.target = session.target();
    this.lookup = session.types();
    this.cpu = cpu;
    this.debugFirst = session.namesVmlinux();
  }

  @Override
  public VirtualMemory memory() {
    return target.memory();
  }

  @Override
  public OptionalLong constant(String name) {
    return lookup.types().constant(name);
  }

  @Override
  public Optional<Type> type(String name) {
    return lookup.types().findAnywhere(name);
  }

  /// Names of per-CPU variables that were asked for.
  Set<String> perCpu() {
    return perCpu;
  }

  @Override
  public Optional<KObject> variable(String owner, String name) {
    return find(owner, name)
        .map(global -> new KObject(target.memory(), global.type(), place(global)));
  }

  private long place(Global global) {
    if (!global.perCpu()) {
      return global.address();
    }
    perCpu.add(global.name());
    return global.address() + (cpu.isPresent() ? target.cpus().offset(cpu.getAsInt()) : 0);
  }

  /// A global variable or function.
  ///
  /// @param address of a per-CPU variable that in the kernel's image
  record Global(String name, Type type, long address, boolean perCpu, Optional<Found> described) {}

  /// See [Scope#variable].
  Optional<Global> find(String owner, String name) {
    List<Symbol> symbols = target.symbols().all(name);
    List<Symbol> data = symbols.stream().filter(s -> !s.isText()).toList();
    Optional<Type> known =
        owner.isEmpty() && data.size() == 1 && data.getFirst().module().isEmpty()
            ? target.types().variable(name)
            : Optional.empty();
    if (known.filter(GlobalScope::isWhole).isPresent() && !debugFirst) {
      return Optional.of(global(data.getFirst(), known.get()));
    }
    if (symbols.isEmpty() && owner.isEmpty() && isSomethingElse(name)) {
      return Optional.empty();
    }
    boolean function = data.isEmpty() && !symbols.isEmpty();
    List<Found> found =
        function && owner.isEmpty()
            ? List.of()
            : described(function ? NameKind.FUNCTION : NameKind.VARIABLE, owner, name);
    // kallsyms has those inside of functions with a number: `count.3`.
    if (found.isEmpty() && (symbols.isEmpty() || !owner.isEmpty())) {
      found = described(NameKind.LOCAL, owner, name);
    }
    if (!found.isEmpty()) {
      return Optional.of(one(name, found));
    }
    if (known.isPresent()) {
      return Optional.of(global(data.getFirst(), known.get()));
    }
    return owner.isEmpty() && !symbols.isEmpty()
        ? Optional.of(undescribed(symbols, function))
        : Optional.empty();
  }

  /// The table leaves out lengths of arrays that differ from kernel to kernel.
  private static boolean isWhole(Type type) {
    return !(type instanceof ArrayType array && array.count() == 0);
  }

  /// Debugging information need not be searched for what BTF has.
  private boolean isSomethingElse(String name) {
    return target.types().constant(name).isPresent() || target.types().find(name).isPresent();
  }

  private Global global(Symbol symbol, Type type) {
    return new Global(
        symbol.name(), type, symbol.address(), target.isPerCpu(symbol), Optional.empty());
  }

  private Global undescribed(List<Symbol> symbols, boolean function) {
    Symbol first = symbols.getFirst();
    Optional<FunctionType> type =
        function ? lookup.types().function(first.name()) : Optional.empty();
    return global(
        first,
        type.<Type>map(t -> t)
            .orElse(function ? new FunctionType(VoidType.VOID, List.of(), true) : VoidType.VOID));
  }

  /// All variables and functions of a name, each with its type.
  ///
  /// @param places whether debugging information is asked in any case, for files and lines
  /// @throws NotFound where there are some, and nobody knows their type
  List<Meaning> meanings(String name, boolean places) {
    List<Symbol> symbols = target.symbols().all(name);
    List<Meaning> all = new ArrayList<>();
    boolean data = symbols.stream().anyMatch(s -> !s.isText());
    if (places || data && (symbols.size() > 1 || target.types().variable(name).isEmpty())) {
      for (NameKind kind : List.of(NameKind.VARIABLE, NameKind.FUNCTION)) {
        for (Found found : lookup.all(kind, name)) {
          all.add(meaning(kind, found));
        }
      }
    }
    if (all.isEmpty() && !symbols.isEmpty()) {
      Optional<Global> known = find("", name);
      known.ifPresent(global -> all.add(meaning(global)));
    }
    return all;
  }

  /// The `static` variables of a name that are inside of functions.
  List<Meaning> locals(String name) {
    return lookup.all(NameKind.LOCAL, name).stream()
        .map(found -> meaning(NameKind.LOCAL, found))
        .toList();
  }

  private boolean isPerCpu(long address) {
    return target
        .symbols()
        .at(address)
        .filter(symbol -> symbol.address() == address && target.isPerCpu(symbol))
        .isPresent();
  }

  private Meaning meaning(NameKind kind, Found found) {
    boolean perCpu = found.address().isPresent() && isPerCpu(found.address().getAsLong());
    return new Meaning(
        kind == NameKind.FUNCTION ? "function" : "variable",
        found.thing().name(),
        found.thing().type(),
        Optional.of(found),
        found.address(),
        perCpu);
  }

  private Meaning meaning(Global global) {
    if (global.type() instanceof VoidType) {
      throw typeUnknown(global.name());
    }
    return new Meaning(
        global.type() instanceof FunctionType ? "function" : "variable",
        global.name(),
        global.type(),
        global.described(),
        OptionalLong.of(global.address()),
        global.perCpu());
  }

  private List<Found> described(NameKind kind, String owner, String name) {
    return lookup.all(kind, name).stream()
        .filter(found -> owner.isEmpty() || isIn(found, owner))
        .toList();
  }

  private static boolean isIn(Found found, String owner) {
    for (String path : List.of(found.thing().unit(), found.thing().file().name())) {
      if (path.equals(owner) || path.endsWith("/" + owner)) {
        return true;
      }
    }
    return found.thing().function().equals(owner);
  }

  private Global one(String name, List<Found> found) {
    List<Found> placed = found.stream().filter(f -> f.address().isPresent()).toList();
    if (placed.isEmpty()) {
      throw new NotFound("place in memory", "of " + name + " (optimised out)", "debug information");
    }
    List<Found> global = placed.stream().filter(f -> f.thing().global()).toList();
    List<Found> meant = placed.size() > 1 && global.size() == 1 ? global : placed;
    if (meant.size() > 1) {
      throw new UsageError(several(name, meant));
    }
    Found only = meant.getFirst();
    long address = only.address().orElseThrow();
    return new Global(name, only.thing().type(), address, isPerCpu(address), Optional.of(only));
  }

  private static String several(String name, List<Found> found) {
    Set<String> ways = new LinkedHashSet<>();
    found.forEach(one -> ways.add(one.thing().function()));
    if (ways.size() < found.size() || ways.contains("")) {
      // Functions of one name in several files, or no functions.
      ways.clear();
      found.forEach(one -> ways.add("'" + one.thing().unit() + "'"));
    }
    return name
        + " is the name of "
        + found.size()
        + " variables; say which: "
        + ways.stream().limit(MAX_NAMED).map(w -> w + "::" + name).collect(joining(", "))
        + (ways.size() > MAX_NAMED ? ", ..." : "");
  }

  /// Why the type of a variable is not known, for people.
  NotFound typeUnknown(String name) {
    return new NotFound(
        "type for the variable",
        name,
        "BTF, which has per-CPU variables only, or the table of globals"
            + lookup.missing().map(why -> "; " + why).orElse(" or the debug information"));
  }
}
