package org.inquest.app.command.sweep;

import java.nio.file.Path;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.Option;
import org.inquest.app.command.oops.LogInput;
import org.inquest.formats.fault.UsageError;
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

  /// The command that runs one of its cases again, without the case.
  static String replay(Arguments arguments) {
    return "inquest sweep replay --kernel "
        + kernel(arguments)
        + arguments.value(WORKLOAD).map(name -> " --workload " + name).orElse("");
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
