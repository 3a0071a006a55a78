package org.inquest.engine.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.Test;

/// The table of globals, on kernels of four generations.
class GlobalsTest {
  /// The type of tk_core is anonymous before 20c7b582e88d (v6.13).
  private static final List<String> WITHOUT_TYPE = List.of("tk_core");

  @Test
  void everyTypeInTheTableExistsWhereTheSymbolDoes() {
    for (Path dump : SharedDumps.all()) {
      try (Target target = TargetOpener.open(List.of(dump))) {
        for (String symbol : Globals.symbols()) {
          if (target.symbols().findAddress(symbol).isPresent() && !WITHOUT_TYPE.contains(symbol)) {
            assertThat(target.types().variable(symbol)).as("%s in %s", symbol, dump).isPresent();
          }
        }
      }
    }
  }

  @Test
  void wellKnownVariablesReadAsExpected() {
    for (Path dump : SharedDumps.all()) {
      try (Target target = TargetOpener.open(List.of(dump))) {
        assertThat(target.global("init_task").member("comm").asString()).isEqualTo("swapper/0");
        assertThat(target.global("init_uts_ns").member("name.sysname").asString())
            .isEqualTo("Linux");
        assertThat(target.global("nr_cpu_ids").asInt()).isEqualTo(2);
        assertThat(target.perCpu("runqueues", 1).member("cpu").asInt()).isEqualTo(1);
        assertThat(target.global("linux_banner").asString()).startsWith("Linux version ");
        long list = target.global("slab_caches").member("next").asLong();
        assertThat(target.memory().readLong(list + 8))
            .isEqualTo(target.symbols().address("slab_caches"));
      }
    }
  }
}
