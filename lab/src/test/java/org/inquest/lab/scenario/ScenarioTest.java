package org.inquest.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioTest {
  @Test
  void everyShippedScenarioIsWhole() {
    List<Scenario> all = Scenarios.all();
    assertThat(all)
        .extracting(Scenario::name)
        .contains("mmap-deadlock-mincore", "idle-threads")
        .isSorted();
    for (Scenario s : all) {
      assertThat(s.title()).as(s.name()).isNotBlank().isNotEqualTo(s.name()).doesNotContain("\n");
      assertThat(s.expected()).as(s.name() + ": what must a diagnosis find?").isNotEmpty();
      assertThat(s.crashMegabytes()).as(s.name()).isLessThan(s.memoryMegabytes() / 2);
    }
  }

  @Test
  void namesThatAreNotThere() {
    assertThatThrownBy(() -> Scenarios.named("nope"))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("lab list");
  }

  @Test
  void readsAFolder() {
    Scenario s =
        Scenario.of(
            "x",
            files(
                "title = T\ntrigger = nmi 7\nmemory = 400\nkernel.arguments = a=1  b\nexpect.pid = 5\n"
                    + "hardware = bmc watchdog disk:64 ext4:32\nkernels = 6.1\nprograms = hogs\n",
                "one.c",
                "bad.ko.c"));
    assertThat(s.modules()).containsExactly("bad");
    assertThat(s.hardware())
        .containsExactly(
            new Hardware.Bmc(),
            new Hardware.WatchdogCard(),
            new Hardware.Disk(64),
            new Hardware.Ext4(32));
    assertThat(s.sharedPrograms()).containsExactly("hogs");
    assertThat(s.kernels()).containsExactly("6.1");
    assertThat(s.trigger()).isEqualTo(new Trigger.Nmi(Duration.ofSeconds(7)));
    assertThat(s.memoryMegabytes()).isEqualTo(400);
    assertThat(s.cpus()).isEqualTo(2);
    assertThat(s.kernelArguments()).containsExactly("a=1", "b");
    assertThat(s.expected()).containsExactly(Map.entry("expect.pid", "5"));
    assertThat(s.programs()).containsExactly("one");
  }

  @Test
  void oneLineOfADescriptionCanBeChanged() {
    Scenario usual = Scenarios.named("mutex-abba");
    Scenario patient = usual.with("limit.ready", "300");

    assertThat(usual.ready()).hasSeconds(120);
    assertThat(patient.ready()).hasSeconds(300);
    assertThat(patient.title()).isEqualTo(usual.title());
    assertThat(patient.modules()).isEqualTo(usual.modules());
    assertThatThrownBy(() -> usual.with("limit.ready", "soon"))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("limit.ready");
  }

  @Test
  void modulesAreNoPrograms() {
    Scenario s = Scenario.of("x", files("title = T\n", "one.c", "b.ko.c", "a.ko.c", "lock.h"));
    assertThat(s.programs()).containsExactly("one");
    assertThat(s.modules()).containsExactly("a", "b");
  }

  @Test
  void aScenarioLikeAnotherHasItsSourcesAndNothingElseOfIt() {
    Map<String, Map<String, byte[]>> folders =
        Map.of(
            "first", files("title = 1\nmemory = 400\n", "bank.ko.c", "both.c"),
            "second", files("like = first\n", "both.c"),
            "third", files("like = nobody\n"));
    Scenario s = Scenarios.read("second", folders);
    assertThat(s.modules()).containsExactly("bank");
    assertThat(s.memoryMegabytes()).isEqualTo(512);
    assertThat(s.files().get("both.c")).isSameAs(folders.get("second").get("both.c"));
    assertThatThrownBy(() -> Scenarios.read("third", folders))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void aFolderThatIsWrongIsNamed() {
    assertThatThrownBy(() -> Scenario.of("x", Map.of()))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("scenario x");
    assertThatThrownBy(() -> Scenario.of("x", files("memory = lots\n")))
        .isInstanceOf(MalformedInput.class);
    assertThat(Trigger.parse("nmi-inside e1000 6 30"))
        .isEqualTo(new Trigger.NmiInside("e1000", Duration.ofSeconds(6), Duration.ofSeconds(30)));
    assertThatThrownBy(() -> Trigger.parse("nmi-inside e1000 30")).isInstanceOf(UsageError.class);
    assertThatThrownBy(() -> Scenario.of("x", files("hardware = disk:0\n")))
        .isInstanceOf(UsageError.class);
    assertThatThrownBy(() -> Scenario.of("x", files("trigger = prayer\n")))
        .isInstanceOf(UsageError.class);
    assertThatThrownBy(() -> Scenario.of("x", files("title = \\uZZZZ\n")))
        .isInstanceOf(MalformedInput.class);
    Map<String, byte[]> noScript = new HashMap<>(files(""));
    noScript.remove("run.sh");
    assertThatThrownBy(() -> Scenario.of("x", noScript)).isInstanceOf(MalformedInput.class);
  }

  @Test
  void truthIsWhatTheLabAndTheGuestKnow(@TempDir Path folder) throws Exception {
    Truth truth =
        Truth.collect(
            Map.of("kernel", "6.1"),
            List.of(
                "[    3.1] noise = noise",
                "LABTRUTH reader.pid=49",
                "[    3.2] LABTRUTH lock=ffff888001020304",
                "LABTRUTH path=a\\b",
                "LABTRUTH no fact"));
    Path file = folder.resolve("t.truth");
    truth.write(file);
    Properties p = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      p.load(in);
    }
    assertThat(p)
        .containsOnly(
            Map.entry("kernel", "6.1"),
            Map.entry("reader.pid", "49"),
            Map.entry("lock", "ffff888001020304"),
            Map.entry("path", "a\\b"));
  }

  private static Map<String, byte[]> files(String description, String... more) {
    Map<String, byte[]> files = new HashMap<>();
    files.put("scenario.properties", description.getBytes(StandardCharsets.UTF_8));
    files.put("run.sh", new byte[0]);
    for (String m : more) {
      files.put(m, new byte[0]);
    }
    return files;
  }
}
