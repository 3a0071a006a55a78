package org.inquest.app.command.symbol;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.target.Target;

/// Loaded modules, in the order of their addresses as crash lists them.
public final class ModCommand implements InquestCommand {
  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "mod",
        "loaded modules",
        "[MODULE]...",
        List.of(),
        List.of(
            new CommandInfo.Example("mod", "all modules"),
            new CommandInfo.Example("mod ext4 jbd2", "these two only")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    Target target = session.target();
    List<LoadedModule> modules = new ArrayList<>(target.modules().all());
    modules.sort((a, b) -> Long.compareUnsigned(a.base(), b.base()));
    List<List<Value>> rows = new ArrayList<>();
    for (LoadedModule module : modules) {
      List<String> wanted = arguments.operands();
      if (wanted.isEmpty() || wanted.contains(module.name())) {
        rows.add(row(target, module));
      }
    }
    return Table.of(
        List.of(
            Column.right("module", "MODULE"),
            Column.left("name", "NAME"),
            Column.right("base", "BASE"),
            Column.right("size", "SIZE"),
            Column.right("symbols", "SYMBOLS")),
        rows);
  }

  private static List<Value> row(Target target, LoadedModule module) {
    return List.of(
        Value.address(module.object().address()),
        Value.of(module.name()),
        Value.address(module.base()),
        Value.of(module.size()),
        Value.of(target.modules().symbols(module).all().size()));
  }
}
