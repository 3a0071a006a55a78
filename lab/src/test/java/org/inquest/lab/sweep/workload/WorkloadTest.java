package org.inquest.lab.sweep.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class WorkloadTest {
  private static Workload of(Map<String, String> files) {
    Map<String, byte[]> bytes = new TreeMap<>();
    files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return Workload.of("one", bytes);
  }

  @Test
  void saysWhereItsProgramsAreAndHowToGetThem() {
    Workload workload =
        of(
            Map.of(
                "workload.properties",
                "programs = a b\nprograms.from = /opt/x\nprograms.install = build x\n",
                "workload.c",
                ""));
    assertThat(workload.programs().names()).containsExactly("a", "b");
    assertThat(workload.programs().folder()).contains("/opt/x");
    assertThat(workload.programs().install()).isEqualTo("build x");
  }

  @Test
  void modulesAndTheirHeadersAreTakenFromItsFolderAndNothingElse() {
    Workload workload =
        of(
            Map.of(
                "workload.properties", "title = t\n",
                "workload.c", "",
                "b.ko.c", "b",
                "a.ko.c", "a",
                "a.h", "h"));
    assertThat(workload.modules().names()).containsExactly("a", "b");
    assertThat(workload.modules().files()).containsOnlyKeys("a.h", "a.ko.c", "b.ko.c");
    assertThat(of(Map.of("workload.properties", "", "workload.c", "")).modules().names()).isEmpty();
  }

  @Test
  void thoseOfInquestNameTheProgramsOfTheLinuxTestProjectThatTheirStepsRun() {
    Workload ltp = Workloads.named("ltp");
    assertThat(ltp.programs().names())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(ltp.source()).contains("\"" + name + "\", 0, " + name));
  }
}
