package org.inquest.app.command.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.SourceLookup;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;

/// Symbols to addresses and back.
public final class SymCommand implements InquestCommand {
  private static final Option LIST =
      Option.flag("-l", "all symbols, the kernel's and the modules'");
  private static final Option MODULE = Option.value("-m", "MODULE", "all symbols of a module");
  private static final Option QUERY =
      Option.value("-q", "TEXT", "all symbols with TEXT in their name");
  private static final Option NEXT = Option.flag("-n", "the symbol after it too");
  private static final Option PREVIOUS = Option.flag("-p", "the symbol before it too");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "sym",
        "translate symbols and addresses",
        "[SYMBOL | ADDRESS]...",
        List.of(LIST, MODULE, QUERY, NEXT, PREVIOUS),
        List.of(
            new CommandInfo.Example("sym init_task", "where init_task is"),
            new CommandInfo.Example(
                "sym ffffffff81a0c3f1",
                "which symbol an address lies in; with its source line where debug-info finds files"),
            new CommandInfo.Example(
                "sym -q mmap_lock", "all symbols with mmap_lock in their name")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    Target target = session.target();
    List<List<Value>> rows = new ArrayList<>();
    if (arguments.has(LIST)) {
      everything(target, rows, "");
    } else if (arguments.value(QUERY).isPresent()) {
      everything(target, rows, arguments.value(QUERY).get());
    } else if (arguments.value(MODULE).isPresent()) {
      ofModule(target, rows, arguments.value(MODULE).get());
    } else if (arguments.operands().isEmpty()) {
      throw new UsageError("sym: which symbol or address? usage: inquest VMCORE " + info().usage());
    }
    for (String operand : arguments.operands()) {
      one(target, rows, operand, arguments.has(PREVIOUS), arguments.has(NEXT));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(Column.right("address", "ADDRESS"));
    columns.add(Column.left("type", "TYPE"));
    columns.add(Column.left("name", "NAME"));
    columns.add(Column.left("module", "MODULE"));
    if (!arguments.operands().isEmpty() && withLines(session, rows)) {
      columns.add(Column.left("source", "SOURCE"));
    }
    return new Table(columns, rows, false);
  }

  /// Adds file and line to rows of code, as crash does where it has them.
  ///
  /// @return whether there are any
  private static boolean withLines(Session session, List<List<Value>> rows) {
    List<String> places = new ArrayList<>();
    try (SourceLookup lines = session.knownSources().orElse(SourceLookup.none(""))) {
      for (List<Value> row : rows) {
        places.add(row.getFirst() instanceof Value.Address(long at) ? place(lines.at(at)) : "");
      }
    }
    boolean any = !places.stream().allMatch(String::isEmpty);
    for (int i = 0; any && i < rows.size(); i++) {
      List<Value> longer = new ArrayList<>(rows.get(i));
      longer.add(Value.of(places.get(i)));
      rows.set(i, longer);
    }
    return any;
  }

  private static String place(List<SourceFrame> frames) {
    return frames.isEmpty() || frames.getFirst().file().name().isEmpty()
        ? ""
        : frames.getFirst().file().name() + ":" + frames.getFirst().line();
  }

  private static void everything(Target target, List<List<Value>> rows, String part) {
    Symbols symbols = target.symbols();
    for (int i = 0; i < symbols.kernelSize(); i++) {
      Symbol symbol = symbols.kernelSymbol(i);
      if (symbol.name().contains(part)) {
        rows.add(row(symbol, symbol.address()));
      }
    }
    for (LoadedModule module : target.modules().all()) {
      for (Symbol symbol : target.modules().symbols(module).all()) {
        if (symbol.name().contains(part)) {
          rows.add(row(symbol, symbol.address()));
        }
      }
    }
  }

  private static void ofModule(Target target, List<List<Value>> rows, String name) {
    // The kernel turns every dash of a module's file name into an underscore.
    String wanted = name.replace('-', '_');
    for (LoadedModule module : target.modules().all()) {
      if (module.name().equals(wanted)) {
        for (Symbol symbol : target.modules().symbols(module).all()) {
          rows.add(row(symbol, symbol.address()));
        }
        return;
      }
    }
    throw new NotFound("module", name, "the dump");
  }

  private static void one(
      Target target, List<List<Value>> rows, String word, boolean previous, boolean next) {
    List<Symbol> named = target.symbols().all(word);
    for (Symbol symbol : named) {
      around(target, rows, symbol, symbol.address(), previous, next);
    }
    if (named.isEmpty()) {
      OptionalLong number = AddressExpression.hexadecimal(word);
      long address =
          number.isPresent() ? number.getAsLong() : AddressExpression.parse(target, word);
      Symbol symbol =
          target
              .symbols()
              .at(address)
              .orElseThrow(() -> new NotFound("symbol", "at " + word, "the dump"));
      around(target, rows, symbol, address, previous, next);
    }
  }

  private static void around(
      Target target,
      List<List<Value>> rows,
      Symbol symbol,
      long address,
      boolean previous,
      boolean next) {
    if (previous) {
      target
          .symbols()
          .at(symbol.address() - 1)
          .ifPresent(before -> rows.add(row(before, before.address())));
    }
    rows.add(row(symbol, address));
    if (next && symbol.size() > 0) {
      target
          .symbols()
          .at(symbol.address() + symbol.size())
          .ifPresent(after -> rows.add(row(after, after.address())));
    }
  }

  /// crash's shape: `ffffffff81a0c3f1 (T) schedule+0x5a [module]`; the offset in hexadecimal as in
  /// every other output.
  private static List<Value> row(Symbol symbol, long address) {
    long offset = address - symbol.address();
    String name = offset == 0 ? symbol.name() : symbol.name() + "+0x" + Long.toHexString(offset);
    String module = symbol.module().isEmpty() ? "" : "[" + symbol.module() + "]";
    return List.of(
        Value.address(address),
        Value.of("(" + symbol.type() + ")"),
        Value.of(name),
        Value.of(module));
  }
}
