package org.inquest.app.command.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inquest.app.Version;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Interrupts;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.record.RecordOptions;
import org.inquest.profile.record.RecordState;
import org.inquest.profile.record.Recorder;
import org.inquest.profile.system.LinuxPerfSystem;
import org.inquest.profile.system.PerfSystem;

/// Samples what runs into a perf.data file.
public final class ProfileRecordCommand implements InquestCommand {
  private static final Option FILE =
      Option.value("-o", "FILE", "the profile; perf.data unless given");

  @Override
  public CommandInfo info() {
    List<Option> options = new ArrayList<>(RecordArguments.WHAT);
    options.add(FILE);
    options.add(RecordArguments.DURATION);
    return new CommandInfo(
        "profile record",
        "sample what runs into a perf.data file",
        "[-- COMMAND [ARGUMENT]...]",
        options,
        List.of(
            new CommandInfo.Example("profile record -- make test", "a command and all it starts"),
            new CommandInfo.Example(
                "profile record -a -g --duration 10", "everything for ten seconds, with callers"),
            new CommandInfo.Example(
                "profile record -p 1234 -e page-faults -c 1", "each page fault of a process"),
            new CommandInfo.Example(
                "profile record -e {cpu-clock,page-faults}:S -a --duration 10",
                "the first one sampled, the others counted with each sample"),
            new CommandInfo.Example(
                "profile record --sched --duration 10", "who waits for whom, for profile sched")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    RecordArguments what = new RecordArguments("profile record", arguments);
    long duration = what.duration();
    what.scope();
    what.check();
    Path file = RecordArguments.path(arguments.value(FILE).orElse("perf.data"));
    List<String> notes = new ArrayList<>();
    SystemTree tree = SystemTree.running();
    PerfSystem system = LinuxPerfSystem.open();
    RecordOptions options = what.options(tree, system, file, notes);
    AtomicBoolean stop = new AtomicBoolean();
    Interrupts.onInterrupt(() -> stop.set(true));
    try (Recorder recorder =
        Recorder.open(
            system, tree, options, "inquest " + Version.current(), RecordArguments.searchPath())) {
      notes.addAll(recorder.notes());
      recorder.kernelHidden().ifPresent(notes::add);
      recorder.run(stop::get, duration);
      RecordState state = recorder.finish();
      return RecordDocument.of(state, notes);
    }
  }
}
