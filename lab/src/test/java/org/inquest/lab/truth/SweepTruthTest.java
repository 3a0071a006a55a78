package org.inquest.lab.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.build.BuiltKernels;
import org.inquest.lab.build.KernelRecipes;
import org.inquest.lab.debian.LabCache;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.run.Progress;
import org.inquest.lab.run.Workshop;
import org.inquest.lab.sweep.count.Site;
import org.inquest.lab.sweep.machine.SweepGuest;
import org.inquest.lab.sweep.plan.Failure;
import org.inquest.lab.sweep.plan.Suspicion;
import org.inquest.lab.sweep.run.CaseResult;
import org.inquest.lab.sweep.run.Damage;
import org.inquest.lab.sweep.run.Finding;
import org.inquest.lab.sweep.run.Journal;
import org.inquest.lab.sweep.run.Replay;
import org.inquest.lab.sweep.run.Sweep;
import org.inquest.lab.sweep.run.SweepCase;
import org.inquest.lab.sweep.run.SweepMode;
import org.inquest.lab.sweep.run.SweepProgress;
import org.inquest.lab.sweep.run.SweepReport;
import org.inquest.lab.sweep.run.SweepRequest;
import org.inquest.lab.sweep.workload.MadeWorkload;
import org.inquest.lab.sweep.workload.Workload;
import org.inquest.lab.sweep.workload.Workloads;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A sweep of the hacks kernel finds the allocation that ext4 does not check, without being told
/// where to look.
@Tag("lab")
final class SweepTruthTest {
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab");

  private static final SweepProgress SILENT =
      new SweepProgress() {
        @Override
        public void cases(int done, OptionalLong left, double perSecond, int findings) {}

        @Override
        public void found(CaseResult result, Duration after) {}
      };

  @TempDir Path folder;

  private Workshop workshop() {
    return new Workshop(CACHE, folder.resolve("tmp"), Optional.empty(), Progress.SILENT);
  }

  private static String kernel() {
    Optional<String> hacks = HacksKernel.find(CACHE, "sweep");
    assumeThat(hacks).as("needs the hacks kernel").isPresent();
    return hacks.orElseThrow();
  }

  private SweepRequest request(String name, Workload workload, Duration time) {
    return request(name, workload, time, new SweepMode.Calls(0));
  }

  private SweepRequest request(String name, Workload workload, Duration time, SweepMode mode) {
    return request(name, workload, time, mode, false);
  }

  private SweepRequest request(
      String name, Workload workload, Duration time, SweepMode mode, boolean leaks) {
    Workshop workshop = workshop();
    GuestKernel kernel = workshop.kernel(name, "", false);
    return new SweepRequest(
        kernel.release(),
        () -> SweepGuest.boot(workshop, kernel, workload, leaks, mode.bootParameters()),
        workload,
        folder.resolve("out"),
        2,
        Duration.ofSeconds(30),
        time,
        mode,
        leaks);
  }

  private static SweepReport sweep(SweepRequest request) {
    return Sweep.run(request, Suspicion.NONE, SILENT, Progress.SILENT);
  }

  @Test
  @Timeout(600)
  void findsTheAllocationThatExt4DoesNotCheckAlthoughItIsBrokenOffOnce() {
    String kernel = kernel();
    Workload churn = Workloads.named("ext4-churn");
    SweepReport begun = sweep(request(kernel, churn, Duration.ofSeconds(5)));
    assertThat(begun.gaps()).anyMatch(gap -> gap.startsWith("not tried"));

    SweepReport report = sweep(request(kernel, churn, Duration.ofMinutes(8)));
    assertThat(report.gaps()).noneMatch(gap -> gap.startsWith("not tried"));
    assertThat(report.results()).hasSizeGreaterThan(begun.results().size());
    // A case that left damage behind is there once more, when it was singled out.
    assertThat(
            report.results().stream()
                .filter(result -> !result.damage().equals(Optional.of(Damage.DAMAGED)))
                .map(CaseResult::tried))
        .doesNotHaveDuplicates();
    assertThat(report.coverage()).hasSizeGreaterThan(100);
    assertThat(report.rate()).isGreaterThan(5);
    // What the log leaves out is told by events; only pages of the allocators themselves are not.
    List<CaseResult> failed = report.results().stream().filter(CaseResult::injected).toList();
    assertThat(failed.stream().filter(result -> result.site().isEmpty()))
        .hasSizeLessThan(failed.size() / 20);
    assertThat(report.restores().longest()).isLessThan(Duration.ofSeconds(3));

    Finding bug =
        report.findings().stream()
            .filter(f -> f.first().what().contains("NULL pointer dereference"))
            .findFirst()
            .orElseThrow();
    assertThat(bug.first().damage()).contains(Damage.REPORT);
    assertThat(bug.first().what()).endsWith("in ext4_free_blocks");
    assertThat(bug.sites())
        .allSatisfy(site -> assertThat(site.words()).startsWith("ext4_free_blocks+"));
    assertThat(bug.fromFailure()).isTrue();
    SweepCase again = bug.confirmed().flatMap(one -> one.replay()).orElseThrow();

    Replay replay = Replay.run(request(kernel, churn, Duration.ZERO), again, 1);
    assertThat(replay.clean().fine()).isTrue();
    assertThat(replay.tries().getFirst().broke().map(CaseResult::finding))
        .contains(bug.first().finding());
  }

  /// The kernel's stack filter chooses the one call, wherever it comes in the order of calls.
  @Test
  @Timeout(400)
  void findsItByItsPlaceAlone() {
    assumeThat(new BuiltKernels(new LabCache(CACHE)).find(KernelRecipes.named("hacks")))
        .as("needs a stack filter and counted events: inquest lab build-kernel hacks")
        .isPresent();
    SweepReport report =
        sweep(
            request(
                "hacks",
                Workloads.named("ext4-churn"),
                Duration.ofMinutes(4),
                new SweepMode.Places("ext4_free_blocks")));
    assertThat(report.findings())
        .anyMatch(f -> f.first().what().endsWith("in ext4_free_blocks") && f.fromFailure());
    // A place below the function is one of some call of the journal, too, which others make as
    // well.
    assertThat(report.results())
        .filteredOn(result -> result.injected() && result.site().isPresent())
        .isNotEmpty()
        .allSatisfy(result -> {
          CodePlace failed = result.site().orElseThrow().caller().orElseThrow();
          assertThat(result.tried().failure())
              .isEqualTo(new Failure.Place(result.site().orElseThrow().capability(), failed));
        });
  }

  /// The kernel of the hacks has read-only switches of caches: the cache is chosen at boot.
  @Test
  @Timeout(300)
  void failsTheAllocationsOfOneCacheAlone() {
    SweepMode cache = new SweepMode.Cache("ext4_free_data");
    SweepReport report =
        sweep(
            request(kernel(), Workloads.named("ext4-churn"), Duration.ofSeconds(60), cache, false));
    assertThat(report.findings())
        .anyMatch(f -> f.first().what().endsWith("in ext4_free_blocks") && f.fromFailure());
    assertThat(report.results())
        .filteredOn(CaseResult::injected)
        .isNotEmpty()
        .allSatisfy(result ->
            assertThat(result.site().orElseThrow().caller().orElseThrow().function())
                .isEqualTo("ext4_free_blocks"));
  }

  /// The failure by number comes first, the second one counts from there.
  @Test
  @Timeout(200)
  void inAPairTheFirstFailureIsTheOneOfItsNumber() {
    String steps =
        """
        #include <fcntl.h>
        #include <unistd.h>
        #include "agent.h"

        static int pipes(void)
        {
        	int one[2], other[2], error = 0;

        	if (pipe(one) == 0) {
        		close(one[0]);
        		close(one[1]);
        	} else if (pipe(other) == 0) {	/* what the second failure may hit */
        		close(other[0]);
        		close(other[1]);
        		error = 12;
        	}
        	return error;
        }
        const struct step steps[] = { { "pipes", 0, pipes }, { 0 } };
        int prepare(void) { return 0; }
        void check(void) { }
        """;
    SweepReport report =
        sweep(
            request(
                kernel(),
                MadeWorkload.ofSteps("pipes", steps),
                Duration.ofMinutes(2),
                new SweepMode.Calls(3)));
    Map<Long, Optional<Site>> alone = new HashMap<>();
    for (CaseResult result : report.results()) {
      if (result.injected()
          && result.tried().failure() instanceof Failure.Nth(long nth, long then)
          && then == 0) {
        alone.put(nth, result.site());
      }
    }
    int pairs = 0;
    for (CaseResult result : report.results()) {
      if (result.injected()
          && result.tried().failure() instanceof Failure.Nth(long nth, long then)
          && then > 0) {
        assertThat(result.site()).as(result.tried().toString()).isEqualTo(alone.get(nth));
        pairs++;
      }
    }
    // Nothing that the arming itself allocates is hit.
    assertThat(alone.values())
        .doesNotHaveDuplicates()
        .allSatisfy(site -> assertThat(site.orElseThrow().words()).contains("pipe"));
    assertThat(pairs).isGreaterThan(5);
  }

  /// A program that forgets a message queue when a call after it fails: memory of the kernel that
  /// nobody gives back.
  @Test
  @Timeout(300)
  void findsTheStepThatDoesNotGiveBackItsMemory() {
    String kernel = kernel();
    String steps =
        """
        #include <errno.h>
        #include <fcntl.h>
        #include <sys/ipc.h>
        #include <sys/msg.h>
        #include <unistd.h>
        #include "agent.h"

        static int queue(int forgetful)
        {
        	int id = msgget(IPC_PRIVATE, 0600), fd, error;

        	TRY(id);
        	fd = open("/tmp/file", O_CREAT | O_RDWR, 0600);
        	error = fd < 0 ? errno : 0;
        	if (fd >= 0)
        		close(fd);
        	if (!error || !forgetful)
        		msgctl(id, IPC_RMID, 0);
        	unlink("/tmp/file");
        	return error;
        }
        static int tidy(void) { return queue(0); }
        static int forgetful(void) { return queue(1); }
        const struct step steps[] = { { "tidy", 0, tidy }, { "forgetful", 0, forgetful }, { 0 } };
        int prepare(void) { return 0; }
        void check(void) { }
        """;
    Workload workload = MadeWorkload.ofSteps("queues", steps);
    SweepRequest request =
        request(kernel, workload, Duration.ofMinutes(3), new SweepMode.Calls(0), true);
    SweepReport report = sweep(request);
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.first().damage()).contains(Damage.LEAK);
          assertThat(finding.first().tried().step()).isEqualTo("forgetful");
          assertThat(finding.first().what()).contains("kmalloc");
        });
    SweepCase again =
        report.findings().getFirst().confirmed().flatMap(one -> one.replay()).orElseThrow();
    assertThat(Replay.run(request, again, 1).tries().getFirst().broke().flatMap(CaseResult::damage))
        .contains(Damage.LEAK);
  }

  /// A module that forgets what it allocated when a call after that fails, on a kernel with
  /// kmemleak.
  @Test
  @Timeout(400)
  void namesTheAllocationThatAModuleForgets() {
    assumeThat(new BuiltKernels(new LabCache(CACHE)).find(KernelRecipes.named("faults")))
        .as("needs the faults kernel: inquest lab build-kernel faults")
        .isPresent();
    Workload modules = Workloads.named("modules");
    String source = modules.source().replace("leaky=0", "leaky=1");
    // One step alone: each look for leaks takes the kernel ten seconds and more.
    String one = source.replaceAll("(?m)^\\t\\{ \"(?!proc\").*\n", "");
    Workload leaky = MadeWorkload.with(modules, one);
    SweepReport report =
        sweep(request("faults", leaky, Duration.ofMinutes(4), new SweepMode.Calls(0), true));
    assertThat(report.findings())
        .anySatisfy(finding -> {
          assertThat(finding.first().damage()).contains(Damage.LEAK);
          // kmemleak names no module that is gone when it tells; the failure's place does.
          assertThat(finding.first().what()).contains("proc_reg_write");
          assertThat(finding.first().site().orElseThrow().words()).contains("notes_write");
          assertThat(finding.confirmed().flatMap(Journal.Confirmed::replay)).isPresent();
        });
  }

  @Test
  @Timeout(200)
  void saysThatAWorkloadFailsWhenNothingIsMadeToFail() {
    String kernel = kernel();
    Workload bad = Workloads.ofCommand(List.of("false"));
    assertThatThrownBy(() -> sweep(request(kernel, bad, Duration.ofMinutes(1))))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("fails when nothing is made to fail");
  }

  @Test
  @Timeout(200)
  void killsACommandThatNeverEndsAndGoesOn() {
    String kernel = kernel();
    // It hangs for ever where its file could not be made.
    Workload hangs =
        Workloads.ofCommand(
            List.of("sh", "-c", "mkdir /tmp/d && rmdir /tmp/d || while :; do sleep 1; done"));
    SweepRequest usual = request(kernel, hangs, Duration.ofSeconds(40));
    SweepReport report =
        sweep(
            new SweepRequest(
                usual.kernel(),
                usual.machines(),
                hangs,
                folder.resolve("hangs"),
                1,
                Duration.ofSeconds(2),
                usual.time(),
                usual.mode(),
                false));
    assertThat(report.findings())
        .anyMatch(f -> f.first().damage().equals(Optional.of(Damage.TIMEOUT)));
  }
}
