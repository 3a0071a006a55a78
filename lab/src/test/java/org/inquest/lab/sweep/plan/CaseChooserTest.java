package org.inquest.lab.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inquest.engine.code.check.CodeFinding;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.count.CountedSite;
import org.inquest.lab.sweep.count.Site;
import org.inquest.lab.sweep.probe.FakeMachine;
import org.inquest.lab.sweep.probe.KernelProbe;
import org.junit.jupiter.api.Test;

final class CaseChooserTest {
  private static CountedSite site(String function, long hits, boolean never, String... callers) {
    List<CodePlace> chain =
        Stream.concat(Stream.of(function), Stream.of(callers))
            .map(name -> new CodePlace(name, 0x20, 0, "", 0))
            .toList();
    return new CountedSite(new Site("failslab", chain), "", hits, never);
  }

  @Test
  void rareSitesComeFirstAndThoseThatNeverFailAreLeftOut() {
    CaseChooser chooser =
        new CaseChooser(
            KernelProbe.of(FakeMachine.old()),
            List.of(site("often", 1000, false), site("never", 1, true), site("rare", 1, false)),
            Suspicion.NONE);
    assertThat(chooser.sites())
        .extracting(s -> s.site().words())
        .containsExactly("rare+0x20", "often+0x20");
    // No stack filter, and the switches of caches can't be written.
    assertThat(chooser.callSites(f -> Optional.of(0x1000L))).isEmpty();
    assertThat(chooser.caches()).isEmpty();
  }

  @Test
  void chainsThatEndInOneCallAreOneCaseForTheStackFilter() {
    CaseChooser chooser =
        new CaseChooser(
            KernelProbe.of(FakeMachine.recent()),
            List.of(site("f", 1, false, "a"), site("f", 2, false, "b"), site("unknown", 3, false)),
            Suspicion.NONE);
    assertThat(
            chooser.callSites(
                place -> place.function().equals("f") ? Optional.of(0x1000L) : Optional.empty()))
        .singleElement()
        .satisfies(c -> assertThat(c.address()).isEqualTo(0x1020));
  }

  @Test
  void aCapabilityThatTheKernelLacksIsNotPlanned() {
    CountedSite site = new CountedSite(new Site("fail_usercopy", List.of()), "", 1, false);
    assertThat(
            new CaseChooser(KernelProbe.of(FakeMachine.old()), List.of(site), Suspicion.NONE)
                .sites())
        .isEmpty();
  }

  @Test
  void whatUsesItsResultUntestedComesFirst() {
    CodeFinding finding =
        new CodeFinding(
            "often",
            0x1030,
            CodeFinding.Confidence.HIGH,
            "used without a test",
            List.of(new CodeFinding.Step(0x101b, "calls kmalloc")));
    Suspicion suspicion =
        Suspicion.of(
            List.of(finding),
            address -> Optional.of(new CodePlace("often", address - 0x1000, 0, "", address)));
    // The call of five bytes at 0x1b returns to 0x20.
    CountedSite often = site("often", 1000, false);
    assertThat(suspicion.of(often.site())).contains(CodeFinding.Confidence.HIGH);
    assertThat(suspicion.of(new Site("failslab", List.of(new CodePlace("often", 0x1b, 0, "", 0)))))
        .isEmpty();
    CaseChooser chooser =
        new CaseChooser(
            KernelProbe.of(FakeMachine.old()), List.of(site("rare", 1, false), often), suspicion);
    assertThat(chooser.sites()).extracting(CountedSite::hits).containsExactly(1000L, 1L);
  }
}
