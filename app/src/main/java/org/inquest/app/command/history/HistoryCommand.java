package org.inquest.app.command.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.diagnose.history.KernelRelease;
import org.inquest.diagnose.history.Symptoms;
import org.inquest.diagnose.history.Symptoms.Place;
import org.inquest.formats.fault.UsageError;

/// Which commits of a clone of the kernel may have fixed, and which may have broken, some
/// functions: what one wants to know when a report names them.
public final class HistoryCommand implements InquestCommand {
  private static final Option RELEASE =
      Option.value("--release", "R", "the kernel that crashed: uname -r, a tag, a commit");

  private static final Option TITLE =
      Option.value("--title", "T", "what the report is called; may be given again");

  private static final Option FILE =
      Option.value(
          "--file", "PATH[:LINE]", "where the function is, or a folder; may be given again");

  private static final Option MODULE =
      Option.value("--module", "M", "the module that it is in; may be given again");

  private static final Pattern WITH_LINE = Pattern.compile("(.+):(\\d{1,9})");

  @Override
  public CommandInfo info() {
    List<Option> options = new ArrayList<>(List.of(RELEASE, TITLE, FILE, MODULE));
    options.addAll(HistoryOptions.all());
    return new CommandInfo(
        "history",
        "commits of a clone that may have fixed, or broken, functions",
        "REPO FUNCTION...",
        options,
        List.of(
            new CommandInfo.Example(
                "history linux ext4_evict_inode --release 6.1.20",
                "what changed the function before v6.1.20 and since"),
            new CommandInfo.Example(
                "history linux nft_do_chain nft_immediate_eval --release 6.1.20 --module nf_tables",
                "the innermost function first, then its callers"),
            new CommandInfo.Example(
                "history linux f --release 6.1.20 --file fs/ext4/inode.c:210 --json",
                "with the line at fault; for a program")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    List<String> words = arguments.operands();
    if (words.size() < 2) {
      throw new UsageError(
          "history: which clone, and which function? inquest history REPO FUNCTION...");
    }
    Optional<KernelRelease> release =
        arguments
            .value(RELEASE)
            .map(text ->
                KernelRelease.parse(text)
                    .orElseThrow(() -> new UsageError("--release: no kernel's version: " + text)));
    Set<String> paths = new LinkedHashSet<>();
    Optional<Place> place = Optional.empty();
    for (String file : arguments.values(FILE)) {
      Matcher line = WITH_LINE.matcher(file);
      if (line.matches()) {
        place = Optional.of(new Place(line.group(1), Integer.parseInt(line.group(2))));
        paths.add(line.group(1));
      } else {
        paths.add(file);
      }
    }
    Symptoms symptoms =
        new Symptoms(
            words.subList(1, words.size()),
            arguments.values(TITLE),
            place,
            paths,
            new HashSet<>(arguments.values(MODULE)),
            release);
    if (symptoms.functions().isEmpty()) {
      throw new UsageError(
          "history: no name of a function: " + String.join(" ", words.subList(1, words.size())));
    }
    return HistoryOptions.search(words.getFirst(), symptoms, arguments);
  }
}
