package org.inquest.profile.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.inquest.formats.perf.RecordType;
import org.inquest.profile.event.EventParser;
import org.inquest.profile.event.EventProbe;
import org.inquest.profile.event.EventSpec;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.system.LinuxPerfSystem;
import org.inquest.profile.system.PerfSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recordings on the machine that tests run on, where its kernel allows any.
class RecorderTest {
  private static final String BUSY = "i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done; exit 3";

  @TempDir Path folder;

  private static List<EventSpec> clock() {
    return EventParser.parse(SystemTree.running(), List.of("cpu-clock:u"));
  }

  private static PerfSystem system() {
    assumeTrue(System.getProperty("os.name", "").equals("Linux"), "SKIPPED: recording needs Linux");
    PerfSystem system = LinuxPerfSystem.open();
    EventProbe.Support support = new EventProbe(system).support(clock().getFirst());
    assumeTrue(
        support instanceof EventProbe.Works,
        "SKIPPED: perf_event_open is refused here (a container?): " + support);
    return system;
  }

  private RecordOptions options(Scope scope, List<String> command, CallChains chains) {
    return new RecordOptions(
        scope,
        command,
        clock(),
        RecordOptions.Rate.USUAL,
        chains,
        8,
        folder.resolve("perf.data"),
        List.of("inquest", "profile", "record"));
  }

  private RecordState record(RecordOptions options, long nanoseconds) {
    try (Recorder recorder =
        Recorder.open(system(), SystemTree.running(), options, "test", "/usr/bin:/bin")) {
      recorder.run(() -> false, nanoseconds);
      return recorder.finish();
    }
  }

  /// Records by type, walking the file as a reader does.
  private Map<Integer, Integer> types() throws IOException {
    ByteBuffer all =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("perf.data")))
            .order(ByteOrder.nativeOrder());
    Map<Integer, Integer> out = new HashMap<>();
    int at = (int) all.getLong(40);
    int end = at + (int) all.getLong(48);
    while (at < end) {
      out.merge(all.getInt(at), 1, Integer::sum);
      int size = all.getShort(at + 6) & 0xffff;
      assertTrue(size >= 8 && size % 8 == 0 && at + size <= end, "record at " + at);
      at += size;
    }
    return out;
  }

  @Test
  void aCommandFromItsFirstInstruction() throws IOException {
    RecordState state =
        record(
            options(new Scope.Command(), List.of("sh", "-c", BUSY), new CallChains.None()),
            60_000_000_000L);
    assertEquals(OptionalInt.of(3), state.commandExit());
    assertTrue(state.samples() > 10, state.toString());
    Map<Integer, Integer> types = types();
    assertEquals(state.samples(), types.get(RecordType.SAMPLE).longValue());
    // The exec itself, and then the mappings of the program and its loader.
    assertTrue(types.getOrDefault(RecordType.COMM, 0) >= 1, types.toString());
    assertTrue(types.getOrDefault(RecordType.MMAP2, 0) >= 2, types.toString());
    assertTrue(types.getOrDefault(RecordType.FINISHED_ROUND, 0) >= 1, types.toString());
  }

  @Test
  void thisProcessForAWhile() throws IOException {
    Thread busy =
        new Thread(() -> {
          while (!Thread.currentThread().isInterrupted()) {
            Math.sqrt(System.nanoTime());
          }
        });
    busy.start();
    try {
      int pid = (int) ProcessHandle.current().pid();
      RecordState state =
          record(
              options(new Scope.Processes(List.of(pid)), List.of(), new CallChains.UserStack(1024)),
              300_000_000L);
      assertTrue(state.samples() > 5, state.toString());
      assertTrue(types().getOrDefault(RecordType.MMAP2, 0) > 5, "what was mapped before is told");
    } finally {
      busy.interrupt();
    }
  }

  @Test
  void whatIsForgottenIsNotInTheFileAndACopyIsComplete() throws IOException {
    int pid = (int) ProcessHandle.current().pid();
    RecordOptions options =
        options(new Scope.Processes(List.of(pid)), List.of(), new CallChains.None());
    Path copy = folder.resolve("copy");
    try (Recorder recorder =
        Recorder.open(system(), SystemTree.running(), options, "test", "/usr/bin:/bin")) {
      recorder.request(() -> recorder.copyTo(copy));
      recorder.request(recorder::reset);
      recorder.run(() -> false, 200_000_000L);
      recorder.finish();
    }
    assertTrue(Files.size(copy) > 500);
    assertTrue(types().getOrDefault(RecordType.MMAP2, 0) > 5, "the mappings are told once more");
  }
}
