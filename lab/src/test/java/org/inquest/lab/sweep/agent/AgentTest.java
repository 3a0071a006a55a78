package org.inquest.lab.sweep.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.sweep.workload.AgentProgram;
import org.inquest.lab.sweep.workload.MadeWorkload;
import org.inquest.lab.sweep.workload.Workload;
import org.inquest.lab.sweep.workload.Workloads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent itself, as a process of this machine, which makes nothing fail.
final class AgentTest {
  @TempDir Path folder;

  private Agent agent(Workload workload) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "needs gcc");
    Path program = AgentProgram.build(workload, folder);
    Process process =
        new ProcessBuilder(program.toString(), "-", folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Agent agent = new Agent(AgentLine.of(process));
    assertThat(agent.reach(Deadline.in(Duration.ofSeconds(20)))).isTrue();
    return agent;
  }

  @Test
  void readsAndWritesKnobsOfAFakeTree() throws IOException {
    Path knobs = Files.createDirectories(folder.resolve("sys/kernel/debug/failslab"));
    Files.writeString(knobs.resolve("times"), "1\n");
    try (Agent agent = agent(Workloads.ofCommand(List.of("true")))) {
      assertThat(agent.read("/sys/kernel/debug/failslab/times")).contains("1\n");
      assertThat(agent.read("/sys/kernel/debug/failslab/nothing")).isEmpty();
      assertThat(agent.list("/sys/kernel/debug/failslab")).containsExactly("times");
      assertThat(agent.write("/sys/kernel/debug/failslab/times", "-1")).isEmpty();
      assertThat(Files.readString(knobs.resolve("times"))).isEqualTo("-1");
      assertThat(agent.write("/sys/kernel/debug/none/times", "1").orElse(""))
          .contains("No such file");
    }
  }

  @Test
  void runsCommandsAndKillsThoseThatDoNotEnd() throws IOException {
    try (Agent agent = agent(Workloads.ofCommand(List.of("true")))) {
      Optional<CaseReply> seven =
          agent.command(1, List.of("sh", "-c", "exit 7"), 0, Duration.ofSeconds(20));
      assertThat(seven.map(CaseReply::result)).contains(7);
      Optional<CaseReply> endless =
          agent.command(2, List.of("sleep", "1000"), 0, Duration.ofMillis(200));
      assertThat(endless.map(CaseReply::ending)).contains(CaseReply.Ending.TIMEOUT);
      Optional<CaseReply> missing =
          agent.command(3, List.of("/no/such/program"), 0, Duration.ofSeconds(20));
      assertThat(missing.map(CaseReply::result)).contains(127);
    }
  }

  @Test
  void everyStepOfAWorkloadThatNeedsNoDiskSucceedsWhenNothingFails() throws IOException {
    for (String name : List.of("ipc", "memory", "sockets")) {
      try (Agent agent = agent(Workloads.named(name))) {
        assertThat(agent.steps()).as(name).isNotEmpty();
        int number = 0;
        for (String step : agent.steps()) {
          CaseReply reply = agent.step(++number, step, 0, Duration.ofSeconds(30)).orElseThrow();
          // Not every machine lets everybody lock memory or listen to packets.
          if (reply.result() != 1 && reply.result() != 13 && reply.result() != 12) {
            assertThat(reply.result()).as(name + " " + step).isZero();
            assertThat(reply.text()).as(name + " " + step).isEmpty();
          }
        }
      }
    }
  }

  @Test
  void aStepThatGoesOnAsAProgramHasItsExitStatus() throws IOException {
    String steps =
        """
        #include "agent.h"
        static const char *const seven[] = { "/bin/sh", "-c", "exit 7", 0 };
        static const char *const none[] = { "/no/such/program", 0 };
        static int exits(void) { return become(seven); }
        static int missing(void) { return become(none); }
        static void after(int result) { if (result != 7) complain("after %d", result); }
        const struct step steps[] = {
          { "exits", 0, exits, after }, { "lacking", 0, exits, 0, 7 }, { "missing", 0, missing }, { 0 }
        };
        int prepare(void) { return 0; }
        void check(void) { }
        """;
    Workload program = MadeWorkload.ofSteps("program", steps);
    try (Agent agent = agent(program)) {
      CaseReply exits = agent.step(1, "exits", 0, Duration.ofSeconds(20)).orElseThrow();
      assertThat(exits.finished()).isTrue();
      assertThat(exits.result()).isEqualTo(7);
      assertThat(exits.text()).isEmpty();
      int enosys = 38;
      int enoent = 2;
      assertThat(agent.step(2, "lacking", 0, Duration.ofSeconds(20)).map(CaseReply::result))
          .contains(enosys);
      assertThat(agent.step(3, "missing", 0, Duration.ofSeconds(20)).map(CaseReply::result))
          .contains(enoent);
    }
  }

  @Test
  void quotesWhatWouldBreakALine() {
    for (String text : List.of("", "plain", "a b", "100 %", "%41", "line\nline", "größe", "%")) {
      assertThat(Quoting.quote(text)).doesNotContain(" ", "\n");
      assertThat(Quoting.unquote(Quoting.quote(text))).isEqualTo(text);
    }
    assertThat(Quoting.unquote("%zz%4")).isEqualTo("%zz%4");
  }
}
