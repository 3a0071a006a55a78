package org.inquest.app.command.general;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Commands;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.formats.fault.UsageError;

/// How to use Inquest, or one command of it.
public final class HelpCommand implements InquestCommand {
  private static final List<Option> GLOBAL =
      List.of(
          Option.flag("--json", "JSON instead of text (docs/json.md)"),
          Option.value("--html", "FILE", "write a page that needs no other file"),
          Option.value(
              "--vmlinux",
              "FILE",
              "the kernel's ELF file, for source lines; found by itself where it is installed"),
          Option.value("--modules", "DIR", "folder with the modules' files"),
          Option.value("--source", "DIR", "the source tree, for the text of source lines"),
          Option.value("--root", "DIR", "folder with the machine's files, for programs' stacks"),
          Option.value("--color", "WHEN", "auto, always or never"),
          Option.flag("--trace", "after an error, where in Inquest it happened"),
          Option.flag("--help", "this text; after a command, that command's"),
          Option.flag("--version", "which Inquest this is"));

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "help",
        "how to use Inquest, or one command",
        "[COMMAND]",
        List.of(),
        List.of(
            new CommandInfo.Example("help", "all commands"),
            new CommandInfo.Example("help bt", "options and examples of bt")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().isEmpty()) {
      return overview();
    }
    String name = String.join(" ", arguments.operands());
    return Commands.find(name)
        .map(HelpCommand::page)
        .orElseThrow(() -> new UsageError("no command " + name + "; inquest help lists them"));
  }

  private static Document overview() {
    List<List<Value>> commands = new ArrayList<>();
    for (InquestCommand command : Commands.all()) {
      commands.add(row(command.info().name(), command.info().summary()));
    }
    return Group.of(
        "help",
        Text.lines(
            List.of(
                "inquest VMCORE                      why did this kernel die?",
                "inquest VMCORE COMMAND [ARGUMENTS]  look at one thing",
                "inquest VMCORE.1 VMCORE.2 ...       all parts of a split dump")),
        titled("Commands", commands),
        titled("Options, anywhere on the line", options(GLOBAL)),
        Text.lines(
            List.of(
                "Exit code: 0 done, 1 input could not be used, 2 typed wrong, 3 done with gaps"
                    + " (named).")));
  }

  private static Document page(InquestCommand command) {
    CommandInfo info = command.info();
    List<Document> parts = new ArrayList<>();
    parts.add(Text.lines(List.of(command.line(info.usage()), "    " + info.summary())));
    if (!info.options().isEmpty()) {
      parts.add(titled("Options", options(info.options())));
    }
    List<List<Value>> examples = new ArrayList<>();
    for (CommandInfo.Example example : info.examples()) {
      examples.add(row(command.line(example.typed()), example.meaning()));
    }
    parts.add(titled("Examples", examples));
    return new Group("help", parts);
  }

  private static List<List<Value>> options(List<Option> options) {
    List<List<Value>> out = new ArrayList<>();
    for (Option option : options) {
      out.add(row(option.usage(), option.help()));
    }
    return out;
  }

  private static List<Value> row(String left, String right) {
    return List.of(Value.of("  " + left), Value.of(right));
  }

  private static Document titled(String title, List<List<Value>> rows) {
    List<Column> columns = List.of(Column.left("what", ""), Column.left("meaning", ""));
    return Group.of("section", new Heading(title), new Table(columns, rows, false));
  }
}
