package org.inquest.formats.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.Test;

class RealDumpsTest {
  @Test
  void everyPageOfTheSharedDumpsCanBeRead() {
    for (Path path : SharedDumps.all()) {
      try (DumpImage image = DumpFormats.open(List.of(path))) {
        Map<PageStatus, Integer> seen = readAll(image.pages());
        assertThat(seen.get(PageStatus.PRESENT)).as(path + " " + seen).isGreaterThan(5000);
        assertThat(seen.get(PageStatus.FILTERED)).isGreaterThan(1000);
        assertThat(seen).doesNotContainKeys(PageStatus.LOST, PageStatus.UNDECODABLE);
        assertThat(image.format()).isEqualTo("kdump compressed (header version 6, zstd)");
        assertThat(image.machine()).isEqualTo(62);
        assertThat(image.dumpLevel()).contains(31);
        assertThat(image.gaps()).isEmpty();
        assertThat(image.vmcoreinfo().orElseThrow()).startsWith("OSRELEASE=");
        assertThat(image.notes()).extracting(ElfNote::name).contains("CORE", "VMCOREINFO");
      }
    }
  }

  private static Map<PageStatus, Integer> readAll(PhysicalPages pages) {
    Map<PageStatus, Integer> seen = new EnumMap<>(PageStatus.class);
    byte[] page = new byte[pages.pageSize()];
    for (long frame = 0; frame < pages.limit(); frame++) {
      PageStatus status = pages.read(frame, page);
      assertThat(status).isEqualTo(pages.status(frame));
      seen.merge(status, 1, Integer::sum);
    }
    return seen;
  }
}
