package org.inquest.profile.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.profile.event.EventParser;
import org.inquest.profile.event.EventProbe;
import org.inquest.profile.event.EventSpec;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.record.CallChains;
import org.inquest.profile.record.RecordOptions;
import org.inquest.profile.record.RecordState;
import org.inquest.profile.record.Recorder;
import org.inquest.profile.record.Scope;
import org.inquest.profile.system.LinuxPerfSystem;
import org.inquest.profile.system.PerfSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  @TempDir Path home;
  private SessionFolder folder;

  @BeforeEach
  void folder() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "SKIPPED: sessions need Linux's /proc");
    folder = new SessionFolder(home.resolve("state"));
    folder.create();
  }

  @Test
  void optionsAreRemembered() {
    assertEquals(List.of(), folder.remembered());
    folder.remember(List.of("-a", "-e", "cpu/event=0x3c, umask=1/"));
    assertEquals(List.of("-a", "-e", "cpu/event=0x3c, umask=1/"), folder.remembered());
    folder.remember(List.of());
    assertEquals(List.of(), folder.remembered());
  }

  @Test
  void aKilledSessionIsNoticedThoughItsNumberIsInUse() throws IOException {
    long pid = ProcessHandle.current().pid();
    Files.writeString(home.resolve("state/daemon"), pid + " 1\n");
    assertFalse(folder.daemon().orElseThrow().alive(), "this process started later");
    Unavailable e = assertThrows(Unavailable.class, () -> new SessionControl(folder).status());
    assertTrue(e.getMessage().contains("was killed"), e.getMessage());
    Files.writeString(folder.profile(), "records");
    assertEquals(Optional.of(folder.killed()), folder.putAside());
    assertEquals(Optional.empty(), folder.daemon());
  }

  @Test
  void withoutASessionTheRemedyIsTold() {
    Unavailable e = assertThrows(Unavailable.class, () -> new SessionControl(folder).stop());
    assertTrue(e.getMessage().contains("profile start"), e.getMessage());
  }

  @Test
  void aSessionIsAskedEmptiedCopiedAndStopped() throws Exception {
    PerfSystem system = LinuxPerfSystem.open();
    SystemTree tree = SystemTree.running();
    List<EventSpec> clock = EventParser.parse(tree, List.of("cpu-clock:u"));
    assumeTrue(
        new EventProbe(system).support(clock.getFirst()) instanceof EventProbe.Works,
        "SKIPPED: perf_event_open is refused here");
    RecordOptions options =
        new RecordOptions(
            new Scope.Processes(List.of((int) ProcessHandle.current().pid())),
            List.of(),
            clock,
            RecordOptions.Rate.USUAL,
            new CallChains.None(),
            8,
            folder.profile(),
            List.of("inquest"));
    try (Recorder recorder = Recorder.open(system, tree, options, "test", "/bin")) {
      SessionDaemon daemon = new SessionDaemon(folder, recorder);
      Thread thread = new Thread(daemon::run);
      thread.start();
      SessionControl control = new SessionControl(folder);
      for (int i = 0; i < 400 && !control.answers(); i++) {
        Thread.sleep(25);
      }
      assertTrue(folder.daemon().orElseThrow().alive());
      Path copy = home.resolve("copy");
      assertTrue(control.dump(copy).bytes() > 0);
      assertTrue(Files.size(copy) > 500);
      Unavailable nowhere =
          assertThrows(Unavailable.class, () -> control.dump(Path.of("/nowhere/copy")));
      assertTrue(nowhere.getMessage().contains("no such folder"), nowhere.getMessage());
      assertEquals(0, control.reset().lost());
      RecordState state = control.stop();
      assertEquals(folder.profile(), state.file());
      thread.join(10_000);
      assertFalse(thread.isAlive());
      assertEquals(Optional.empty(), folder.daemon());
      assertTrue(Files.size(folder.profile()) > 500);
    }
  }
}
