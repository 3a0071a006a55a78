package org.inquest.app.command.lab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.capture.DumpOptions;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.Progress;
import org.inquest.lab.run.RunReport;
import org.inquest.lab.run.RunRequest;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Scenarios;

/// Boots a real kernel in a virtual machine, breaks it on purpose and keeps its dump, with the
/// truth beside it.
public final class LabCommand implements InquestCommand {
  private static final Option KERNEL =
      Option.value(
          "--kernel",
          "SERIES|PATH",
          "Debian series (5.10, 6.1, 6.12, 7.x), or a bzImage or its folder");
  private static final Option OUT =
      Option.value("--out", "DIR", "folder for the results; default: here");
  private static final Option NAME =
      Option.value("--name", "NAME", "name of the results, without suffix");
  private static final Option COMPRESSION =
      Option.value("--compression", "NAME", "none, zlib, lzo or zstd (the default)");
  private static final Option LEVEL =
      Option.value("--level", "N", "makedumpfile's dump level, 0 to 31 (the default)");
  private static final Option REFRESH =
      Option.flag("--refresh", "look for a newer kernel than the cached one");
  private static final Option CONSOLE =
      Option.flag("--console", "show the guest's console while it runs");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "lab",
        "reproduce a bug in a virtual machine and capture its dump",
        "list | run SCENARIO [NAME=VALUE]...",
        List.of(KERNEL, OUT, NAME, COMPRESSION, LEVEL, REFRESH, CONSOLE),
        List.of(
            new CommandInfo.Example("lab list", "the scenarios"),
            new CommandInfo.Example(
                "lab run idle-threads --kernel 6.1 THREADS=2000",
                "a dump of a kernel with 2,000 idle threads"),
            new CommandInfo.Example(
                "lab run mmap-deadlock-mincore --kernel ~/hacks-6.1 --out /tmp",
                "on a kernel of your own")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    List<String> words = arguments.operands();
    return switch (words.isEmpty() ? "" : words.getFirst()) {
      case "list" -> list();
      case "run" -> report(lab(arguments.has(CONSOLE)).run(request(arguments)));
      default -> throw new UsageError("lab list, or lab run SCENARIO --kernel SERIES|PATH");
    };
  }

  private static Document list() {
    List<List<Value>> rows = new ArrayList<>();
    for (Scenario s : Scenarios.all()) {
      rows.add(
          List.of(
              Value.of(s.name()),
              Value.of(s.title()),
              s.needs().isEmpty() ? Value.none() : Value.of(s.needs())));
    }
    return Table.of(
        List.of(
            Column.left("scenario", "SCENARIO"),
            Column.left("title", "WHAT HAPPENS"),
            Column.left("needs", "NEEDS")),
        rows);
  }

  private static RunRequest request(Arguments arguments) {
    List<String> words = arguments.operands();
    if (words.size() < 2) {
      throw new UsageError("lab run: which scenario? 'inquest lab list' shows them");
    }
    return new RunRequest(
        Scenarios.named(words.get(1)),
        arguments
            .value(KERNEL)
            .orElseThrow(() ->
                new UsageError("lab run: which kernel? --kernel 6.1, or a path to a bzImage")),
        arguments.has(REFRESH),
        new DumpOptions(
            level(arguments.value(LEVEL).orElse("31")),
            DumpOptions.Compression.parse(arguments.value(COMPRESSION).orElse("zstd"))),
        Path.of(arguments.value(OUT).orElse("")).toAbsolutePath(),
        arguments.value(NAME).orElse(""),
        settings(words.subList(2, words.size())));
  }

  private static Map<String, String> settings(List<String> words) {
    Map<String, String> settings = new TreeMap<>();
    for (String word : words) {
      String[] pair = word.split("=", 2);
      if (pair.length != 2 || !pair[0].matches("[A-Z_][A-Z0-9_]*")) {
        throw new UsageError("lab run: '" + word + "' is not NAME=VALUE with the name in capitals");
      }
      settings.put(pair[0], pair[1]);
    }
    return settings;
  }

  private static int level(String text) {
    if (!text.matches("\\d{1,2}")) {
      throw new UsageError("lab run: --level is a number from 0 to 31, not " + text);
    }
    return Integer.parseInt(text);
  }

  private static Document report(RunReport report) {
    List<Field> results = new ArrayList<>();
    results.add(Field.of("dump", "dump", report.dump().toString()));
    results.add(Field.of("truth", "truth", report.truthFile().toString()));
    results.add(Field.of("console", "console", report.consoleFile().toString()));
    results.add(
        new Field(
            "seconds",
            "took",
            new Value.Shown(report.took().toMillis() / 1000.0 + " s", report.took().toSeconds())));
    // A guest that never got as far as its scenario is booted once more, and then this says 2.
    results.add(Field.of("boots", "boots", report.boots()));
    List<Field> facts = new ArrayList<>();
    report.truth().facts().forEach((k, v) -> facts.add(Field.of(k.replaceAll("[.-]", "_"), k, v)));
    return Group.of(
        "lab_run",
        new Fields(results),
        new Heading("What happened in the guest"),
        new Fields(facts));
  }

  private static Lab lab(boolean console) {
    PrintStream err = System.err;
    return new Lab(
        cacheFolder(),
        Path.of(System.getProperty("java.io.tmpdir")),
        new Progress() {
          @Override
          public void step(String what) {
            err.println("inquest: " + what);
          }

          @Override
          public void console(String line) {
            if (console) {
              err.println(line);
            }
          }
        });
  }

  // XDG Base Directory Specification.
  private static Path cacheFolder() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return base.resolve("inquest").resolve("lab");
  }
}
