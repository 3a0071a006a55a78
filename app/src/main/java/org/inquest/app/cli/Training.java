package org.inquest.app.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The run that the AOT cache is made from: it does what people do, and prints nothing. What it
/// does not touch starts slowly later, so each output form and each frequent command is here once.
public final class Training {
  private static final String[] WITH_DUMP = {
    "verdict",
    "sys",
    "ps",
    "bt -a",
    "foreach bt",
    "foreach UN bt",
    "stacks",
    "waits",
    "log -T",
    "mod",
    "sym init_task",
    "rd init_task 4",
    "vtop init_task",
    "struct task_struct -o",
    "runq",
  };

  private static final String[] OVER_CODE = {
    "dis JNU_ThrowByName", "callers JNU_ThrowByName", "callees JNU_ThrowByName",
  };

  private Training() {}

  /// Runs the commands.
  ///
  /// @param dump a dump to open, or empty
  public static void run(String dump) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    CommandLine line = new CommandLine(nowhere, new PrintStream(nowhere), Terminal.none());
    for (String words : new String[] {"help", "help bt", "--version", "missing.kdump"}) {
      line.run(List.of(words.split(" ")));
    }
    // A library that each JDK has.
    String library = Path.of(System.getProperty("java.home"), "lib", "libjava.so").toString();
    for (String command : OVER_CODE) {
      List<String> words = new ArrayList<>(List.of("--color=never", "code", library));
      words.addAll(List.of(command.split(" ")));
      line.run(words);
    }
    if (dump.isEmpty()) {
      return;
    }
    for (String command : WITH_DUMP) {
      for (String form : new String[] {"--color=never", "--color=always", "--json"}) {
        List<String> words = new ArrayList<>();
        words.add(form);
        words.add(dump);
        words.addAll(List.of(command.split(" ")));
        line.run(words);
      }
    }
  }
}
