package org.inquest.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
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

  /// Over a profile that the training itself records.
  private static final String[] OVER_PROFILE = {
    "report",
    "report -l",
    "report -c",
    "report --tree",
    "report --lines --inlines",
    "report --by time,comm,cpu,group",
    "diff",
    "export --format collapsed -o stacks",
    "export -o page.html",
  };

  private static final String RECORD = "profile record -g -e cpu-clock -F 2000";

  /// Some tenths of a second in the shell and in the library of C, then Java.
  private static final String BUSY =
      "i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done; $1 -version";

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
    profile(line);
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

  /// Records a shell, whose files have no symbols, and a program that each JDK has, and reads that
  /// profile. Where nobody may record, profiles start as slowly as without a cache.
  private static void profile(CommandLine line) {
    try {
      Path folder = Files.createTempDirectory("inquest-training");
      try {
        Path data = folder.resolve("perf.data");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> record = new ArrayList<>(List.of(RECORD.split(" ")));
        record.addAll(List.of("-o", data.toString(), "--", "/bin/sh", "-c", BUSY, "sh"));
        record.add(java.toString());
        line.run(record);
        for (String command : OVER_PROFILE) {
          List<String> words = new ArrayList<>(List.of("--color=never", "profile"));
          for (String word : command.split(" ")) {
            boolean made = word.equals("stacks") || word.equals("page.html");
            words.add(made ? folder.resolve(word).toString() : word);
          }
          words.add(data.toString());
          line.run(command.equals("diff") ? twice(words, data) : words);
        }
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      // No room for a profile: see above.
    }
  }

  private static List<String> twice(List<String> words, Path data) {
    List<String> both = new ArrayList<>(words);
    both.add(data.toString());
    return both;
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
