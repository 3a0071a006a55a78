package org.inquest.app.command.profile;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.Version;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Interrupts;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.UserState;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.app.document.Text;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.UsageError;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.record.RecordOptions;
import org.inquest.profile.record.Recorder;
import org.inquest.profile.session.SessionControl;
import org.inquest.profile.session.SessionDaemon;
import org.inquest.profile.session.SessionFolder;
import org.inquest.profile.system.LinuxPerfSystem;
import org.inquest.profile.system.PerfSystem;

/// Starts a recording in the background.
public final class ProfileStartCommand implements InquestCommand {
  private static final Option FOREGROUND =
      Option.flag("--foreground", "record in this process, as a service manager wants it");

  private static final int TRIES = 400;
  private static final int WAIT = 50;

  @Override
  public CommandInfo info() {
    List<Option> options = new ArrayList<>(RecordArguments.WHAT);
    options.add(FOREGROUND);
    return new CommandInfo(
        "profile start",
        "record in the background, until profile stop",
        "",
        options,
        List.of(
            new CommandInfo.Example("profile start", "all CPUs, or what profile setup said"),
            new CommandInfo.Example("profile start -p 1234 -g", "a process, with call chains")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  static SessionFolder folder() {
    return new SessionFolder(UserState.folder("profile"));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (!arguments.operands().isEmpty()) {
      throw new UsageError("profile start observes what runs; profile record starts a command");
    }
    SessionFolder folder = folder();
    folder.create();
    Optional<SessionFolder.Daemon> running = folder.daemon();
    if (running.filter(SessionFolder.Daemon::alive).isPresent()) {
      throw new Unavailable(
          "a session is running already (process " + running.get().pid() + ")",
          "inquest profile stop ends it, profile status shows it");
    }
    List<Document> parts = new ArrayList<>();
    if (running.isPresent()) {
      folder
          .putAside()
          .ifPresent(kept ->
              parts.add(
                  Text.paragraph(
                      "The session before was killed; what it had recorded is in " + kept + ".")));
    }
    Arguments chosen = chosen(arguments, folder);
    RecordArguments what = new RecordArguments("profile start", chosen);
    what.scope();
    what.check();
    if (arguments.has(FOREGROUND)) {
      return record(folder, what);
    }
    parts.add(begin(folder, what));
    return new Group("profile_start", parts);
  }

  /// The options as typed, or where none are the remembered ones, or all CPUs.
  private Arguments chosen(Arguments typed, SessionFolder folder) {
    List<String> words = new RecordArguments("profile start", typed).words();
    words = words.isEmpty() ? folder.remembered() : words;
    Arguments out = Arguments.parse(info(), words);
    boolean nobody =
        !out.has(RecordArguments.ALL)
            && !out.has(RecordArguments.PROCESS)
            && !out.has(RecordArguments.THREAD)
            && !out.has(RecordArguments.CGROUP);
    if (!nobody) {
      return out;
    }
    List<String> all = new ArrayList<>(List.of(RecordArguments.ALL.name()));
    all.addAll(words);
    return Arguments.parse(info(), all);
  }

  private static Document record(SessionFolder folder, RecordArguments what) {
    PerfSystem system = LinuxPerfSystem.open();
    SystemTree tree = SystemTree.running();
    system.leaveTerminal(); // refused to the leader of a group, whom nobody's terminal ends
    List<String> notes = new ArrayList<>();
    RecordOptions options = what.options(tree, system, folder.profile(), notes);
    try (Recorder recorder =
        Recorder.open(
            system, tree, options, "inquest " + Version.current(), RecordArguments.searchPath())) {
      SessionDaemon daemon = new SessionDaemon(folder, recorder);
      Interrupts.onInterrupt(daemon::stop);
      return RecordDocument.of(daemon.run(), notes);
    }
  }

  /// This program once more, in the background, and waits until it records.
  private static Document begin(SessionFolder folder, RecordArguments what) {
    List<String> command = ownCommand();
    command.addAll(List.of("profile", "start", FOREGROUND.name()));
    command.addAll(what.words());
    File log = folder.log().toFile();
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(log)
              .redirectErrorStream(true)
              .start();
      SessionControl control = new SessionControl(folder);
      for (int i = 0; i < TRIES && process.isAlive(); i++) {
        if (control.answers()) {
          return Text.paragraph(
              "Recording in process "
                  + process.pid()
                  + " ("
                  + String.join(" ", what.words())
                  + "). inquest profile status shows how it stands, stop ends it.");
        }
        sleep();
      }
      process.destroy();
    } catch (IOException e) {
      throw new Unavailable("Inquest can't start itself", String.valueOf(e.getMessage()));
    }
    String said = SystemTree.text(log.toPath()).orElse("").replaceFirst("^inquest: ", "");
    throw new Unavailable("the recording did not begin", said.isEmpty() ? "see " + log : said);
  }

  /// The words before Inquest's own, as this JVM was started.
  private static List<String> ownCommand() {
    String line = SystemTree.text(Path.of("/proc/self/cmdline")).orElse("");
    List<String> out = new ArrayList<>();
    for (String word : line.split("\0", -1)) {
      out.add(word);
      if (word.endsWith("org.inquest.app.Main")) {
        return out;
      }
    }
    throw new Unavailable(
        "Inquest does not know how it was started", "use profile start --foreground &");
  }

  private static void sleep() {
    try {
      Thread.sleep(WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
