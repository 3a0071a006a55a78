package org.inquest.lab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.capture.DumpOptions;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.Progress;
import org.inquest.lab.run.RunReport;
import org.inquest.lab.run.RunRequest;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Scenarios;

/// `inquest lab ...`: the words after `lab`. The launcher's front end calls [#run]; `main` serves a development tree.
public final class LabMain {
  private static final String USAGE =
      """
      usage: inquest lab list
             inquest lab run SCENARIO --kernel SERIES|PATH [--out DIR] [--name NAME]
                     [--compression none|zlib|lzo|zstd] [--level 0..31] [--set NAME=VALUE]... [--refresh] [--console]
        SERIES  a Debian kernel: 5.10, 6.1, 6.12, 7.x
        PATH    a bzImage, or a folder with one and perhaps lib/modules/RELEASE""";

  private final PrintStream out;
  private final PrintStream err;

  /// @param out for results
  /// @param err for progress
  public LabMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// Runs `arguments` as this JVM's only task.
  public static void main(String[] arguments) {
    System.exit(new LabMain(System.out, System.err).run(List.of(arguments)));
  }

  /// Runs one command line.
  ///
  /// @return the exit code: 0 done, 1 it did not work, 2 typed wrong
  public int run(List<String> arguments) {
    try {
      Deque<String> words = new ArrayDeque<>(arguments);
      switch (Objects.requireNonNullElse(words.poll(), "")) {
        case "list" -> list();
        case "run" -> report(lab(words.remove("--console")).run(request(words)));
        case "", "help", "--help" -> out.println(USAGE);
        default -> throw new UsageError("no lab command '" + arguments.getFirst() + "'\n" + USAGE);
      }
      return 0;
    } catch (UsageError e) {
      err.println("inquest lab: " + e.getMessage());
      return 2;
    } catch (InquestException e) {
      err.println("inquest lab: " + e.getMessage());
      return 1;
    }
  }

  private void list() {
    List<Scenario> all = Scenarios.all();
    int width = all.stream().mapToInt(s -> s.name().length()).max().orElse(0);
    for (Scenario s : all) {
      out.printf("%-" + width + "s  %s%n", s.name(), s.title());
      if (!s.needs().isEmpty()) {
        out.printf("%-" + width + "s  needs %s%n", "", s.needs());
      }
    }
  }

  /// Reads what follows `run`.
  static RunRequest request(Deque<String> words) {
    String scenario = words.poll();
    if (scenario == null || scenario.startsWith("-")) {
      throw new UsageError("which scenario? 'inquest lab list' shows them");
    }
    Map<String, String> options = new TreeMap<>();
    Map<String, String> settings = new TreeMap<>();
    while (!words.isEmpty()) {
      String option = words.remove();
      switch (option) {
        case "--refresh" -> options.put(option, "yes");
        case "--set" -> {
          String[] pair = value(option, words).split("=", 2);
          if (pair.length != 2 || !pair[0].matches("[A-Z_][A-Z0-9_]*")) {
            throw new UsageError("--set wants NAME=VALUE, the name in capitals");
          }
          settings.put(pair[0], pair[1]);
        }
        case "--kernel", "--out", "--name", "--compression", "--level" ->
            options.put(option, value(option, words));
        default -> throw new UsageError("no option '" + option + "'\n" + USAGE);
      }
    }
    String kernel = options.get("--kernel");
    if (kernel == null) {
      throw new UsageError("which kernel? --kernel 6.1, or a path to a bzImage");
    }
    return new RunRequest(
        Scenarios.named(scenario),
        kernel,
        options.containsKey("--refresh"),
        new DumpOptions(
            level(options.getOrDefault("--level", "31")),
            DumpOptions.Compression.parse(options.getOrDefault("--compression", "zstd"))),
        Path.of(options.getOrDefault("--out", ".")),
        options.getOrDefault("--name", ""),
        settings);
  }

  private Lab lab(boolean console) {
    return new Lab(
        cacheFolder(),
        Path.of(System.getProperty("java.io.tmpdir")),
        new Progress() {
          @Override
          public void step(String what) {
            err.println("inquest lab: " + what);
          }

          @Override
          public void console(String line) {
            if (console) {
              err.println(line);
            }
          }
        });
  }

  private void report(RunReport report) {
    out.printf("dump     %s%n", report.dump());
    out.printf("truth    %s%n", report.truthFile());
    out.printf("console  %s%n", report.consoleFile());
    report.truth().facts().forEach((k, v) -> out.printf("  %s = %s%n", k, v));
    if (report.boots() > 1) {
      out.println("the first guest never got ready and was booted once more");
    }
    err.printf("inquest lab: done in %.1f s%n", report.took().toMillis() / 1000.0);
  }

  private static String value(String option, Deque<String> words) {
    String value = words.poll();
    if (value == null) {
      throw new UsageError(option + " needs a value");
    }
    return value;
  }

  private static int level(String text) {
    if (!text.matches("\\d{1,2}")) {
      throw new UsageError("--level wants a number from 0 to 31");
    }
    return Integer.parseInt(text);
  }

  // XDG Base Directory Specification.
  private static Path cacheFolder() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    return base.resolve("inquest").resolve("lab");
  }
}
