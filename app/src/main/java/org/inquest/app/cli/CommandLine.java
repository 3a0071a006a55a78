package org.inquest.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.Version;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.Commands;
import org.inquest.app.command.GivenFiles;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.render.Renderer;
import org.inquest.formats.fault.UsageError;

/// Runs one command line. Every error ends here, as one line on standard error and an exit code.
public final class CommandLine {
  /// The command ran and saw everything it wanted to see.
  public static final int DONE = 0;

  /// The input could not be used.
  public static final int FAILED = 1;

  /// Typed wrong.
  public static final int USAGE = 2;

  /// The command ran, but parts are missing; the output names them.
  public static final int GAPS = 3;

  private final OutputStream out;
  private final PrintStream err;
  private final Terminal terminal;

  /// @param out receives results, unbuffered
  /// @param err receives errors and progress
  public CommandLine(OutputStream out, PrintStream err, Terminal terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /// Runs the command line and returns the exit code. Throws nothing.
  public int run(List<String> typed) {
    Request request;
    try {
      request = RequestParser.parse(typed);
    } catch (Throwable e) {
      return fail(e, RequestParser.asksFor(typed, "--trace"));
    }
    try (Output output = Output.open(request, out, terminal)) {
      return run(request, output.renderer());
    } catch (Throwable e) {
      return BrokenPipe.is(e) ? DONE : fail(e, request.options().trace());
    }
  }

  private int run(Request request, Renderer renderer) throws IOException {
    renderer.begin(
        new Renderer.Request(
            Version.current(), request.command(), request.arguments(), request.dumps()));
    try (Session session =
        new Session(
            paths(request.dumps()),
            new GivenFiles(
                path(request.options().vmlinux()),
                path(request.options().modules()),
                path(request.options().source()),
                path(request.options().root())),
            new DownloadProgress(err))) {
      InquestCommand command = find(request);
      renderer.document(command.run(session, Arguments.parse(command.info(), request.arguments())));
      for (String gap : session.gaps()) {
        renderer.gap(gap);
      }
    } catch (Throwable e) {
      if (BrokenPipe.is(e)) {
        throw e;
      }
      int exit = fail(e, request.options().trace());
      renderer.end(exit, Fault.line(e));
      return exit;
    }
    int exit = renderer.gaps().isEmpty() ? DONE : GAPS;
    renderer.end(exit, "");
    return exit;
  }

  private static InquestCommand find(Request request) {
    String name = request.command();
    InquestCommand command = Commands.find(name).orElse(null);
    if (command == null) {
      throw new UsageError(unknown(name, Commands.nearest(name)));
    }
    return command;
  }

  private static String unknown(String name, List<String> nearest) {
    String hint = nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
    return "no command or file " + name + hint + " (inquest help lists the commands)";
  }

  private static List<Path> paths(List<String> names) {
    List<Path> out = new ArrayList<>(names.size());
    for (String name : names) {
      try {
        out.add(Path.of(name));
      } catch (InvalidPathException e) {
        throw new UsageError("not a file name: " + name);
      }
    }
    return out;
  }

  private static Optional<Path> path(Optional<String> name) {
    return name.map(n -> paths(List.of(n)).getFirst());
  }

  private int fail(Throwable e, boolean trace) {
    err.println("inquest: " + Fault.line(e));
    if (trace) {
      e.printStackTrace(err);
    }
    return e instanceof UsageError ? USAGE : FAILED;
  }
}
