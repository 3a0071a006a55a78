package org.inquest.app.command.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.Option;
import org.inquest.app.command.oops.LogInput;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.sweep.run.SweepMode;
import org.inquest.lab.sweep.workload.Workload;
import org.inquest.lab.sweep.workload.Workloads;

/// What the commands of sweeps are told alike: kernel, workload, folder.
final class SweepTarget {
  static final Option KERNEL =
      Option.value(
          "--kernel",
          "KERNEL",
          "a kernel the lab builds (faults, hacks), a bzImage or its folder; default: faults");
  static final Option HERE =
      Option.flag("--here", "this machine, not a guest: what breaks stays broken until it boots");
  static final Option WORKLOAD =
      Option.value("--workload", "NAME", "what it does meanwhile; 'inquest sweep workloads'");
  static final Option OUT =
      Option.value("--out", "DIR", "journal and logs; default: sweep-KERNEL-WORKLOAD, here");
  static final Option CONSOLE = Option.flag("--console", "show what the guests print");

  static final Option PAIRS =
      Option.value("--pairs", "N", "after each failure survived, fail one of the next N, too");
  static final Option CACHE =
      Option.value("--cache", "NAME", "fail what is allocated from one slab cache only");
  static final Option FUNCTIONS =
      Option.value("--functions", "REGEX", "fail these functions (fail_function), not allocations");
  static final Option PLACES =
      Option.value(
          "--places",
          "REGEX",
          "fail each place once that is below a function or module; . for all");
  static final Option LEAKS =
      Option.flag("--leaks", "look for memory that is not given back, too; takes twice the time");
  static final Option SOAK =
      Option.value("--soak", "PERCENT", "fail allocations by chance, not one after another");
  static final Option ROUNDS =
      Option.value("--rounds", "N", "with --soak: how often each step; default: 100");

  private static final String FAULTS = "faults";

  private SweepTarget() {}

  static String kernel(Arguments arguments) {
    return arguments.value(KERNEL).orElse(FAULTS);
  }

  /// What the machine does meanwhile.
  static Workload workload(Arguments arguments) {
    if (arguments.operands().isEmpty()) {
      return Workloads.named(
          arguments
              .value(WORKLOAD)
              .orElseThrow(() -> new UsageError("sweep: which workload? --workload NAME")));
    }
    if (arguments.has(WORKLOAD)) {
      throw new UsageError("sweep: either --workload or a command after --");
    }
    return Workloads.ofCommand(arguments.operands());
  }

  /// Where its journal is.
  static Path folder(Arguments arguments, Workload workload) {
    String machine = arguments.has(HERE) ? "here" : plain(kernel(arguments));
    String name = "sweep-" + machine + "-" + plain(workload.name());
    return LogInput.path(arguments.value(OUT).orElse(name)).toAbsolutePath();
  }

  /// The command that runs one of its cases again.
  static String replay(Arguments arguments) {
    return "inquest sweep replay "
        + (arguments.has(HERE) ? HERE.name() : KERNEL.name() + " " + kernel(arguments))
        + arguments.value(WORKLOAD).map(name -> " --workload " + name).orElse("")
        + arguments.value(CACHE).map(name -> " --cache " + name).orElse("")
        + (arguments.has(LEAKS) ? " " + LEAKS.name() : "")
        + " --case "
        + FindingDocument.CASE
        + (arguments.operands().isEmpty() ? "" : " -- " + String.join(" ", arguments.operands()));
  }

  /// Which failures.
  static SweepMode mode(Arguments arguments) {
    List<Option> given =
        Stream.of(PAIRS, CACHE, FUNCTIONS, PLACES, SOAK).filter(arguments::has).toList();
    if (given.size() > 1) {
      throw new UsageError(
          "sweep: " + given.get(0).name() + " and " + given.get(1).name() + " can't be combined");
    }
    if (arguments.has(CACHE)) {
      return new SweepMode.Cache(arguments.value(CACHE).orElse(""));
    }
    if (arguments.has(FUNCTIONS)) {
      return new SweepMode.Functions(expression(arguments, FUNCTIONS));
    }
    if (arguments.has(PLACES)) {
      String through = expression(arguments, PLACES);
      return new SweepMode.Places(through.equals(".") ? "" : through);
    }
    return arguments.has(SOAK)
        ? new SweepMode.Soak(
            arguments.number(SOAK, 3, 1, 100), arguments.number(ROUNDS, 100, 1, 999_999))
        : new SweepMode.Calls(arguments.number(PAIRS, 0, 0, 100));
  }

  private static String expression(Arguments arguments, Option option) {
    String text = arguments.value(option).orElse("");
    try {
      return Pattern.compile(text).pattern();
    } catch (PatternSyntaxException e) {
      throw new UsageError("sweep: " + option.name() + " " + text + ": " + e.getDescription());
    }
  }

  private static String plain(String name) {
    String last = name.replaceAll("/+$", "").replaceAll(".*/", "");
    String text = last.replaceAll("[^A-Za-z0-9.-]+", "-");
    return text.length() > 40 ? text.substring(0, 40) : text;
  }
}
