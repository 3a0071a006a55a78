package org.inquest.lab.sweep.agent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Deadline;

/// The agent of a sweep, asked from here: one request, one answer.
public final class Agent implements AutoCloseable {
  /// More than any step has calls that can fail: a case that shall only count them.
  public static final long COUNT = 1_000_000_000;

  private static final Duration SOON = Duration.ofSeconds(20);
  // A mount, a file system's check, a scan of all memory, a list of all functions: seconds on an
  // emulated machine.
  private static final Duration LATER = Duration.ofSeconds(90);

  private final AgentLine line;
  private int asked;

  /// @param line is closed with this
  public Agent(AgentLine line) {
    this.line = line;
  }

  /// Waits until it answers: it has just been started, or its machine was put back to an earlier
  /// state, in which it may have been in the middle of a word.
  ///
  /// @return whether it does
  public boolean reach(Deadline deadline) {
    while (!deadline.passed()) {
      line.drop();
      String token = "t" + ++asked;
      line.send("");
      line.send("ping " + token);
      Deadline answer = Deadline.in(Duration.ofSeconds(1));
      for (Optional<String> got = line.next(answer); got.isPresent(); got = line.next(answer)) {
        if (got.get().equals("ok " + token)) {
          return true;
        }
      }
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return false;
  }

  /// The content of a file of its machine; empty if it can't be read.
  public Optional<String> read(String path) {
    return ask("read " + Quoting.quote(path), LATER).ok();
  }

  /// Writes a value into a file, as `echo VALUE > PATH` does.
  ///
  /// @return what the kernel says against it; empty if nothing
  public Optional<String> write(String path, String value) {
    return ask("write " + Quoting.quote(path) + " " + Quoting.quote(value), LATER).error();
  }

  /// Names in a folder; none if there is no such folder.
  public List<String> list(String folder) {
    return inOrder(ask("list " + Quoting.quote(folder), SOON).ok().orElse(""));
  }

  /// The permissions of a file; empty if there is none.
  public Optional<Integer> mode(String path) {
    return ask("mode " + Quoting.quote(path), SOON)
        .ok()
        .filter(text -> text.matches("[0-7]{1,4}"))
        .map(text -> Integer.parseInt(text, 8));
  }

  /// The steps of its workload.
  public List<String> steps() {
    return inOrder(ask("steps", SOON).ok().orElse(""));
  }

  /// Prepares its workload.
  ///
  /// @throws Unavailable if that fails
  public void prepare() {
    ask("prepare", LATER)
        .error()
        .ifPresent(error -> {
          throw new Unavailable("the workload can't be prepared: " + error, "see the console log");
        });
  }

  /// Whether all is well with what the workload works on.
  ///
  /// @return what is wrong; empty if nothing
  public String check() {
    Answer answer = ask("check", LATER);
    return answer.error().orElseGet(() -> answer.ok().orElse(""));
  }

  /// Runs a step in which the n-th call that can fail does.
  ///
  /// @param nth from 1; 0 for none, [#COUNT] to count them
  /// @return empty if no answer comes: the machine is gone or hangs
  public Optional<CaseReply> step(int number, String step, long nth, Duration limit) {
    return result(
        "case " + number + " " + Quoting.quote(step) + " " + nth + " " + limit.toMillis(), limit);
  }

  /// Runs a step whose task is marked, and counts nothing: what fails is set elsewhere.
  public Optional<CaseReply> marked(int number, String step, Duration limit) {
    return result(
        "case " + number + " " + Quoting.quote(step) + " marked " + limit.toMillis(), limit);
  }

  /// Runs a command whose processes are marked for the filter by task.
  ///
  /// @param nth which call of its first process fails, from 1; 0 for none, or if what fails is set
  ///   elsewhere
  /// @return as for a step
  public Optional<CaseReply> command(int number, List<String> command, long nth, Duration limit) {
    String words = command.stream().map(Quoting::quote).collect(Collectors.joining(" "));
    return result("command " + number + " " + nth + " " + limit.toMillis() + " " + words, limit);
  }

  @Override
  public void close() {
    line.close();
  }

  private Optional<CaseReply> result(String request, Duration limit) {
    line.drop();
    line.send(request);
    // Twice: what looks at the result afterwards has as long again; some for killing.
    Deadline deadline = Deadline.in(limit.multipliedBy(2).plusSeconds(8));
    for (Optional<String> got = line.next(deadline); got.isPresent(); got = line.next(deadline)) {
      Optional<CaseReply> reply = CaseReply.parse(got.get());
      if (reply.isPresent()) {
        return reply;
      }
    }
    return Optional.empty();
  }

  private record Answer(Optional<String> ok, Optional<String> error) {}

  private Answer ask(String request, Duration limit) {
    line.drop();
    line.send(request);
    Deadline deadline = Deadline.in(limit);
    for (Optional<String> got = line.next(deadline); got.isPresent(); got = line.next(deadline)) {
      String text = got.get();
      if (text.equals("ok") || text.startsWith("ok ")) {
        return new Answer(
            Optional.of(Quoting.unquote(text.substring(Math.min(3, text.length())))),
            Optional.empty());
      }
      if (text.startsWith("error ")) {
        return new Answer(Optional.empty(), Optional.of(Quoting.unquote(text.substring(6))));
      }
    }
    return new Answer(Optional.empty(), Optional.of("no answer to '" + request + "'"));
  }

  private static List<String> inOrder(String text) {
    return Stream.of(text.strip().split(" ")).filter(word -> !word.isEmpty()).toList();
  }
}
