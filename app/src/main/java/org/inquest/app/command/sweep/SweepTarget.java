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

/// What the commands of sweeps are told alike: kernel, workload, folder.
final class SweepTarget {
  static final Option KERNEL =
      Option.value(
          "--kernel",
          "KERNEL",
          "a kernel the lab builds (faults, hacks), a bzImage or its folder; default: faults");
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
  static final Option SOAK =
      Option.value("--soak", "PERCENT", "fail allocations by chance, not one after another");
  static final Option ROUNDS =
      Option.value("--rounds", "N", "with --soak: how often each step; default: 100");

  private static final String FAULTS = "faults";

  private SweepTarget() {}

  static String kernel(Arguments arguments) {
    return arguments.value(KERNEL).orElse(FAULTS);
  }

  /// Where its journal is.
  static Path folder(Arguments arguments, Workload workload) {
    String name = "sweep-" + plain(kernel(arguments)) + "-" + plain(workload.name());
    return LogInput.path(arguments.value(OUT).orElse(name)).toAbsolutePath();
  }

  /// The command that runs one of its cases again.
  static String replay(Arguments arguments) {
    return "inquest sweep replay --kernel "
        + kernel(arguments)
        + arguments.value(WORKLOAD).map(name -> " --workload " + name).orElse("")
        + arguments.value(CACHE).map(name -> " --cache " + name).orElse("")
        + " --case "
        + FindingDocument.CASE
        + (arguments.operands().isEmpty() ? "" : " -- " + String.join(" ", arguments.operands()));
  }

  /// Which failures.
  static SweepMode mode(Arguments arguments) {
    List<Option> given = Stream.of(PAIRS, CACHE, FUNCTIONS, SOAK).filter(arguments::has).toList();
    if (given.size() > 1) {
      throw new UsageError(
          "sweep: " + given.get(0).name() + " and " + given.get(1).name() + " can't be combined");
    }
    if (arguments.has(CACHE)) {
      return new SweepMode.Cache(arguments.value(CACHE).orElse(""));
    }
    if (arguments.has(FUNCTIONS)) {
      return new SweepMode.Functions(expression(arguments.value(FUNCTIONS).orElse("")));
    }
    return arguments.has(SOAK)
        ? new SweepMode.Soak(
            number(arguments, SOAK, 3, 1, 100), number(arguments, ROUNDS, 100, 1, 999_999))
        : new SweepMode.Calls(number(arguments, PAIRS, 0, 0, 100));
  }

  private static String expression(String text) {
    try {
      return Pattern.compile(text).pattern();
    } catch (PatternSyntaxException e) {
      throw new UsageError("sweep: " + FUNCTIONS.name() + " " + text + ": " + e.getDescription());
    }
  }

  static int number(Arguments arguments, Option option, int otherwise, int least, int most) {
    String text = arguments.value(option).orElse(String.valueOf(otherwise));
    int value = text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    if (value < least || value > most) {
      throw new UsageError(
          "sweep: "
              + option.name()
              + " is a number from "
              + least
              + " to "
              + most
              + ", not "
              + text);
    }
    return value;
  }

  private static String plain(String name) {
    String last = name.replaceAll("/+$", "").replaceAll(".*/", "");
    String text = last.replaceAll("[^A-Za-z0-9.-]+", "-");
    return text.length() > 40 ? text.substring(0, 40) : text;
  }
}
