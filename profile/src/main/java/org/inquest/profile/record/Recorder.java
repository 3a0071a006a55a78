package org.inquest.profile.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.system.PerfSystem;
import org.jspecify.annotations.Nullable;

/// One recording: from opening events to a complete file.
///
/// Events are opened stopped; what is mapped already is written down; then they run, and rings are
/// emptied into the file when one is half full. All of it in one thread; others ask through
/// [#request].
public final class Recorder implements AutoCloseable {
  /// How long a wait for the rings may be: after that it is looked whether the recording is over.
  private static final int WAIT = 100;

  private final PerfSystem system;
  private final SystemTree tree;
  private final RecordOptions options;
  private final Features features;
  private final @Nullable StartedCommand command;
  private final OpenEvents events;
  private final List<Ring> rings;
  private final DataFile file;
  private final WrittenRecords records;
  private final KernelMappings kernel;
  private final MappedNames names;
  private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();
  private RecordCounts counts;
  private long startedAt;

  private Recorder(
      PerfSystem system, SystemTree tree, RecordOptions options, String version, String path) {
    this.system = system;
    this.tree = tree;
    this.options = options;
    this.features = new Features(tree, version);
    this.names = new MappedNames(tree.path("/proc"));
    this.counts = new RecordCounts(names);
    this.command =
        options.command().isEmpty() ? null : StartedCommand.start(options.command(), path, system);
    OpenEvents opened = null;
    boolean done = false;
    try {
      opened = open();
      this.events = opened;
      this.rings = events.rings();
      this.file = DataFile.create(options.file(), events.events());
      done = true;
    } finally {
      if (!done) {
        if (opened != null) {
          opened.close();
        }
        if (command != null) {
          command.end();
        }
      }
    }
    this.records = new WrittenRecords(file);
    this.kernel = KernelMappings.of(tree);
  }

  /// Opens everything; nothing is recorded yet.
  ///
  /// @param version of Inquest, for the file
  /// @param path where programs are looked for: the value of PATH
  /// @throws org.inquest.formats.fault.InquestException where it can't be, with the remedy
  public static Recorder open(
      PerfSystem system, SystemTree tree, RecordOptions options, String version, String path) {
    return new Recorder(system, tree, options, version, path);
  }

  private OpenEvents open() {
    Observed observed = Observed.of(system, tree, options.scope(), command);
    try {
      return OpenEvents.open(system, tree, options, observed);
    } finally {
      observed.close(system);
    }
  }

  /// What is other than was asked for, in sentences.
  public List<String> notes() {
    return events.notes();
  }

  /// Records until there is nothing more to record, or somebody says so.
  ///
  /// @param stop asked ten times a second at least
  /// @param nanoseconds at most, from when events begin to run
  public void run(BooleanSupplier stop, long nanoseconds) {
    begin();
    int[] descriptors = events.waitFor();
    boolean[] ended = new boolean[descriptors.length];
    while (!stop.getAsBoolean() && !over()) {
      long left = nanoseconds - (System.nanoTime() - startedAt);
      if (left <= 0) {
        break;
      }
      system.poll(descriptors, ended, (int) Math.min(WAIT, left / 1_000_000 + 1));
      for (int i = 0; i < ended.length; i++) {
        descriptors[i] = ended[i] ? -1 : descriptors[i]; // it would answer at once, for ever
      }
      drain(true);
      for (Runnable request; (request = requests.poll()) != null; ) {
        request.run();
      }
    }
    events.control(PerfSystem.DISABLE);
    drain(true);
  }

  /// Writes what was before, and lets events run.
  private void begin() {
    writeKernel();
    Cgroups.of(tree).ifPresent(all -> all.write(records));
    ExistingProcesses processes = new ExistingProcesses(tree, records);
    existing(processes);
    records.flush();
    startedAt = System.nanoTime();
    if (!(options.scope() instanceof Scope.Command)) {
      events.control(PerfSystem.ENABLE);
      // Whoever began while the others were written down was told by nobody.
      existing(processes);
      records.flush();
    }
    if (command != null) {
      command.go();
    }
  }

  /// The kernel's mappings come last: what was made lies between them, and they know where they
  /// end.
  private void writeKernel() {
    if (events.events().stream().anyMatch(e -> !e.attr().has(AttrFlag.EXCLUDE_KERNEL))) {
      MadeKernelCode.of(tree).write(records);
    }
    kernel.write(records);
  }

  private void existing(ExistingProcesses processes) {
    switch (options.scope()) {
      case Scope.AllCpus all -> processes.all();
      case Scope.Cgroup cgroup -> processes.all();
      case Scope.Processes(List<Integer> pids) -> pids.forEach(processes::one);
      case Scope.Threads(List<Integer> tids) -> tids.forEach(this::ownerOf);
      case Scope.Command none -> {}
    }
  }

  private void ownerOf(int tid) {
    String status = SystemTree.text(tree.path("/proc").resolve(tid + "/status")).orElse("");
    for (String line : status.split("\n", -1)) {
      if (line.matches("Tgid:\\s*\\d{1,9}")) {
        new ExistingProcesses(tree, records).one(Integer.parseInt(line.replaceAll("\\D", "")));
      }
    }
  }

  private boolean over() {
    if (file.full()) {
      return true;
    }
    return switch (options.scope()) {
      case Scope.Command started -> command == null || !command.alive();
      case Scope.Processes(List<Integer> pids) -> ended(pids) || commandEnded();
      case Scope.Threads(List<Integer> tids) -> ended(tids) || commandEnded();
      default -> commandEnded();
    };
  }

  private boolean commandEnded() {
    return command != null && !command.alive();
  }

  private boolean ended(List<Integer> numbers) {
    Path proc = tree.path("/proc");
    return numbers.stream().noneMatch(n -> Files.exists(proc.resolve(String.valueOf(n))));
  }

  private void drain(boolean keep) {
    long before = file.recorded();
    for (Ring ring : rings) {
      ring.drain(counts, file, keep);
    }
    if (file.recorded() > before) {
      records.round();
      records.flush();
    }
  }

  /// Has something done by the thread that records, between two looks at the rings.
  public void request(Runnable work) {
    requests.add(work);
  }

  /// Copies what is recorded so far into a file that can be read. For requests.
  public void copyTo(Path other) {
    drain(true);
    file.copyTo(other, sections());
  }

  /// Forgets what is recorded so far. For requests.
  public void reset() {
    drain(false);
    file.clear();
    counts = new RecordCounts(names);
    writeKernel();
    Cgroups.of(tree).ifPresent(all -> all.write(records));
    existing(new ExistingProcesses(tree, records));
    records.flush();
    startedAt = System.nanoTime();
  }

  /// How it stands.
  public RecordState state() {
    return new RecordState(
        options.file(),
        counts.samples(),
        counts.lost(),
        counts.throttled(),
        file.recorded(),
        (System.nanoTime() - startedAt) / 1e9,
        file.full(),
        OptionalInt.empty());
  }

  /// Completes the file.
  ///
  /// @throws Unavailable where not even that can be written any more
  public RecordState finish() {
    RecordState state = state();
    OptionalInt exit = command == null ? OptionalInt.empty() : command.end();
    file.finish(sections());
    return state.ended(exit);
  }

  private SortedMap<Integer, byte[]> sections() {
    Map<String, byte[]> buildIds = new LinkedHashMap<>(kernel.buildIds());
    buildIds.putAll(names.found());
    return features.sections(file.events(), options.commandLine(), counts, buildIds);
  }

  /// Whether the kernel's own addresses could be seen.
  public Optional<String> kernelHidden() {
    return kernel.kernel().isPresent()
        ? Optional.empty()
        : Optional.of(
            "the kernel's addresses are hidden (kernel.kptr_restrict), so samples of it will have no"
                + " names: as root, or sysctl kernel.kptr_restrict=0");
  }

  @Override
  public void close() {
    events.close();
    try {
      file.close();
    } catch (IOException e) {
      throw new Unavailable(
          options.file() + " was not written to its end", String.valueOf(e.getMessage()));
    }
  }
}
