package org.inquest.app.command.oops;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.history.HistoryOptions;
import org.inquest.app.document.Document;
import org.inquest.diagnose.oops.LogStory;
import org.inquest.formats.fault.UsageError;

/// Reads a console log, finds what the kernel reported in it, and says why.
public final class OopsCommand implements InquestCommand {
  static final Option ALL = Option.flag("-a", "all reports in full, and what every rule said");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "oops",
        "what a console log tells: every oops found, decoded, explained",
        "LOG|-",
        options(),
        List.of(
            new CommandInfo.Example("oops console.log", "a log from a serial line or netconsole"),
            new CommandInfo.Example("oops -", "standard input: pasted, or from a pipe"),
            new CommandInfo.Example(
                "oops console.log --vmlinux=vmlinux", "with source lines, types and callers"),
            new CommandInfo.Example(
                "oops console.log --history linux",
                "with commits of a clone that may have fixed it")));
  }

  private static List<Option> options() {
    List<Option> options = new ArrayList<>(List.of(ALL, LogInput.SYMBOLS, HistoryOptions.HISTORY));
    options.addAll(HistoryOptions.all());
    return options;
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().size() != 1) {
      throw new UsageError("which log? inquest oops LOG, or - for standard input");
    }
    String name = arguments.operands().getFirst();
    Optional<Path> log = LogInput.file(name);
    Optional<Path> symbols = arguments.value(LogInput.SYMBOLS).map(LogInput::path);
    LogStory story = LogInput.read(name, session.progress());
    return new LogDocument(
            LogInput.title(name),
            story,
            boot -> session.loggedKernel(boot.kernel(), log, symbols),
            arguments
                .value(HistoryOptions.HISTORY)
                .map(clone -> symptoms -> HistoryOptions.search(clone, symptoms, arguments)),
            arguments.has(ALL))
        .document();
  }
}
