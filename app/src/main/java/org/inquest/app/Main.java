package org.inquest.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.inquest.app.cli.Training;
import org.inquest.app.command.Interrupts;

/// The program.
public final class Main {
  private Main() {}

  /// Runs one command line and ends the process with its exit code.
  ///
  /// Standard output is used directly: `System.out` would swallow the error that says the reader is
  /// gone.
  public static void main(String[] arguments) {
    if (System.getenv("INQUEST_TRAINING") != null) {
      Training.run(arguments.length == 0 ? "" : arguments[0]);
      System.exit(0);
    }
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int exit = new CommandLine(out, err, Terminal.of(System.getenv())).run(List.of(arguments));
    Interrupts.done(exit);
    System.exit(exit);
  }
}
