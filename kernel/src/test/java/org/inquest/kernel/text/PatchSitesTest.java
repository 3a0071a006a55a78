package org.inquest.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.testkit.EditedDump;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchSitesTest {

  @ParameterizedTest
  @CsvSource({
    "510-mmapsem.kdump, 30000, 3000, 900",
    "61-null.kdump, 35000, 5000, 4000",
    "72-mmapsem.kdump, 43000, 9000, 9000",
  })
  void everySiteOfAHealthyKernelHasAKnownForm(
      String name, int ftrace, int jumpLabels, int staticCalls) {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump(name)))) {
      PatchSites sites = PatchSites.of(target);
      assertThat(sites.gaps()).isEmpty();
      assertThat(sites.counts().get(PatchSite.Kind.FTRACE)).isGreaterThan(ftrace);
      assertThat(sites.counts().get(PatchSite.Kind.JUMP_LABEL)).isGreaterThan(jumpLabels);
      assertThat(sites.counts().get(PatchSite.Kind.STATIC_CALL)).isGreaterThan(staticCalls);
      for (int i = 0; i < sites.size(); i++) {
        assertThat(sites.site(i).map(PatchSite::problem)).contains("");
      }
    }
  }

  @Test
  void aSpoiledSiteIsTold() {
    try (Target healthy = TargetOpener.open(List.of(EditedDump.sample()))) {
      PatchSites sites = PatchSites.of(healthy);
      PatchSite site = sites.site(0).orElseThrow();
      assertThat(site.kind()).isEqualTo(PatchSite.Kind.STATIC_CALL);
      assertThat(site.problem()).isEmpty();
      assertThat(sites.in(site.address(), site.address() + 1)).contains(site);
      assertThat(sites.in(site.address() + 1, site.address() + 2)).doesNotContain(site);

      long word = site.address() & ~7L;
      EditedDump edited = EditedDump.ofSample();
      edited.write(healthy, word, 0x0606_0606_0606_0606L);
      edited.write(healthy, word + 8, 0x0606_0606_0606_0606L);
      try (Target spoiled = TargetOpener.open(edited)) {
        Optional<PatchSite> now = PatchSites.of(spoiled).site(0);
        assertThat(now.map(PatchSite::address)).contains(site.address());
        assertThat(now.orElseThrow().problem()).contains("neither");
        assertThat(now.orElseThrow().describe()).contains(site.subject());
      }
    }
  }
}
