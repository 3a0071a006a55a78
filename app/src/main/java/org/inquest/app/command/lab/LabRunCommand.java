package org.inquest.app.command.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.general.VerdictCommand;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.diagnose.Diagnosis;
import org.inquest.diagnose.Report;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.capture.Capture;
import org.inquest.lab.capture.DumpOptions;
import org.inquest.lab.judge.Expectation;
import org.inquest.lab.judge.Judgement;
import org.inquest.lab.run.RunReport;
import org.inquest.lab.run.RunRequest;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Scenarios;

/// Boots a real kernel in a virtual machine, breaks it on purpose, keeps its dump with the truth
/// beside it, and says whether the verdict is right.
public final class LabRunCommand implements InquestCommand {
  private static final Option KERNEL =
      Option.value(
          "--kernel",
          "SERIES|NAME|PATH",
          "Debian series (5.10, 6.1, 6.12, 7.x), a kernel of the lab (hacks), or a bzImage or its folder");
  private static final Option OUT =
      Option.value("--out", "DIR", "folder for the results; default: here");
  private static final Option NAME =
      Option.value("--name", "NAME", "name of the results, without suffix");
  private static final Option CAPTURE =
      Option.value("--capture", "HOW", "how the dump is taken: " + Capture.NAMES);
  private static final Option COMPRESSION =
      Option.value("--compression", "NAME", "none, zlib, lzo, snappy or zstd (the default)");
  private static final Option LEVEL =
      Option.value(
          "--level",
          "N",
          "makedumpfile's dump level, 0 to 31; default: 31, or 23 where it does not know the kernel");
  private static final Option BOOT_LIMIT =
      Option.value("--boot-limit", "SECONDS", "how long the guest may take to reach its scenario");
  private static final Option REFRESH =
      Option.flag("--refresh", "look for a newer kernel than the cached one");
  private static final Option CONSOLE =
      Option.flag("--console", "show the guest's console while it runs");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "lab run",
        "reproduce a bug in a virtual machine, capture and judge its dump",
        "SCENARIO [NAME=VALUE]...",
        List.of(KERNEL, OUT, NAME, CAPTURE, COMPRESSION, LEVEL, BOOT_LIMIT, REFRESH, CONSOLE),
        List.of(
            new CommandInfo.Example(
                "lab run idle-threads --kernel 6.1 THREADS=2000",
                "a dump of a kernel with 2,000 idle threads"),
            new CommandInfo.Example(
                "lab run mutex-abba --kernel 6.1 --capture split:3",
                "a deadlock, its dump in three files"),
            new CommandInfo.Example(
                "lab run mmap-deadlock-mincore --kernel hacks --out /tmp",
                "on a kernel that 'lab build-kernel' made")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    RunRequest request = request(arguments);
    Expectation expected = Expectation.of(request.scenario().name(), request.scenario().expected());
    return report(expected, LabSetup.lab(arguments.has(CONSOLE)).run(request));
  }

  private static RunRequest request(Arguments arguments) {
    List<String> words = arguments.operands();
    if (words.isEmpty()) {
      throw new UsageError("lab run: which scenario? 'inquest lab list' shows them");
    }
    return new RunRequest(
        scenario(words.getFirst(), arguments.value(BOOT_LIMIT)),
        arguments
            .value(KERNEL)
            .orElseThrow(() ->
                new UsageError("lab run: which kernel? --kernel 6.1, or a path to a bzImage")),
        arguments.has(REFRESH),
        capture(arguments),
        Path.of(arguments.value(OUT).orElse("")).toAbsolutePath(),
        arguments.value(NAME).orElse(""),
        settings(words.subList(1, words.size())));
  }

  private static Scenario scenario(String name, Optional<String> bootLimit) {
    Scenario scenario = Scenarios.named(name);
    if (bootLimit.isEmpty()) {
      return scenario;
    }
    if (!bootLimit.get().matches("[1-9]\\d{0,4}")) {
      throw new UsageError("lab run: --boot-limit is a number of seconds, not " + bootLimit.get());
    }
    return scenario.with("limit.ready", bootLimit.get());
  }

  private static Capture capture(Arguments arguments) {
    DumpOptions options =
        new DumpOptions(
            level(arguments.value(LEVEL)),
            DumpOptions.Compression.parse(arguments.value(COMPRESSION).orElse("zstd")));
    Capture capture = Capture.parse(arguments.value(CAPTURE).orElse("kdump"), options);
    if (arguments.value(COMPRESSION).isPresent() && !capture.compresses()) {
      throw new UsageError("lab run: --compression is for kdump, flattened and split");
    }
    if (arguments.value(LEVEL).isPresent() && !capture.filters()) {
      throw new UsageError("lab run: --level is for kdump, flattened, elf and split");
    }
    return capture;
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

  private static OptionalInt level(Optional<String> text) {
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!text.get().matches("\\d{1,2}")) {
      throw new UsageError("lab run: --level is a number from 0 to 31, not " + text.get());
    }
    return OptionalInt.of(Integer.parseInt(text.get()));
  }

  private static Document report(Expectation expected, RunReport run) {
    List<Document> parts = new ArrayList<>();
    try (Session session = new Session(run.dumps())) {
      Report report = Diagnosis.of(session.facts());
      parts.add(VerdictCommand.document(session, report, false));
      parts.add(new Heading("Held against the truth"));
      Judgement judgement = Judgement.of(expected, run.truth().facts(), report);
      parts.add(checks(judgement));
      judgement
          .wrong()
          .forEach(w -> parts.add(new Gap("not as the scenario's truth has it: " + w)));
    } catch (InquestException e) {
      parts.add(new Gap("the dump can't be judged: " + e.getMessage()));
    }
    List<Field> facts = new ArrayList<>();
    run.truth().facts().entrySet().stream()
        .filter(e -> !e.getKey().startsWith(Scenario.EXPECT))
        .forEach(
            e -> facts.add(Field.of(e.getKey().replaceAll("[.-]", "_"), e.getKey(), e.getValue())));
    parts.add(new Heading("What happened in the guest"));
    parts.add(new Fields(facts));
    parts.add(new Heading("Kept"));
    parts.add(new Fields(results(run)));
    return new Group("lab_run", parts);
  }

  private static Document checks(Judgement judgement) {
    List<List<Value>> rows = new ArrayList<>();
    for (Judgement.Check check : judgement.checks()) {
      rows.add(
          List.of(
              Value.of(check.wanted()),
              Value.of(check.met()),
              check.met() ? Value.none() : Value.of(check.seen())));
    }
    return Table.of(
        List.of(
            Column.left("expected", "EXPECTED"),
            Column.left("met", "MET"),
            Column.left("instead", "INSTEAD")),
        rows);
  }

  private static List<Field> results(RunReport run) {
    List<Field> results = new ArrayList<>();
    run.dumps().forEach(d -> results.add(Field.of("dump", "dump", d.toString())));
    results.add(Field.of("truth", "truth", run.truthFile().toString()));
    results.add(Field.of("console", "console", run.consoleFile().toString()));
    results.add(
        new Field(
            "seconds",
            "took",
            new Value.Shown(run.took().toMillis() / 1000.0 + " s", run.took().toSeconds())));
    // A guest that never got as far as its scenario is booted once more, and then this says 2.
    results.add(Field.of("boots", "boots", run.boots()));
    return results;
  }
}
