package org.inquest.lab.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.code.check.CodeFinding;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.count.CountedSite;
import org.inquest.lab.sweep.count.Site;
import org.inquest.lab.sweep.probe.FakeMachine;
import org.inquest.lab.sweep.probe.KernelProbe;
import org.junit.jupiter.api.Test;

final class SiteOrderTest {
  private static final KernelProbe PROBE = KernelProbe.of(FakeMachine.old());

  private static CountedSite site(String function, long hits, boolean never) {
    CodePlace place = new CodePlace(function, 0x20, 0, "", 0);
    return new CountedSite(new Site("failslab", List.of(place)), "", hits, never);
  }

  @Test
  void rareSitesComeFirstAndThoseThatNeverFailAreLeftOut() {
    SiteOrder order = new SiteOrder(PROBE, Suspicion.NONE);
    assertThat(
            order.of(
                List.of(
                    site("often", 1000, false), site("never", 1, true), site("rare", 1, false))))
        .extracting(s -> s.site().words())
        .containsExactly("rare+0x20", "often+0x20");
  }

  @Test
  void whatTheKernelCanNotFailAtIsLeftOut() {
    CountedSite site = new CountedSite(new Site("fail_usercopy", List.of()), "", 1, false);
    assertThat(new SiteOrder(PROBE, Suspicion.NONE).of(List.of(site))).isEmpty();
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
    assertThat(new SiteOrder(PROBE, suspicion).of(List.of(site("rare", 1, false), often)))
        .extracting(CountedSite::hits)
        .containsExactly(1000L, 1L);
  }
}
