package org.inquest.formats.btf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The BTF of the kernel that runs the tests, with pahole as the judge where it is installed.
class MachineBtfTest {
  private static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");

  private static Btf machine() throws IOException {
    Assumptions.assumeTrue(Files.isReadable(VMLINUX), "this kernel has no " + VMLINUX);
    return Btf.parse(Files.readAllBytes(VMLINUX), VMLINUX.toString());
  }

  @Test
  void everyTypeCanBeReadAndFound() throws IOException {
    Btf btf = machine();
    assertThat(btf.gap()).isEmpty();
    assertThat(btf.endId()).isGreaterThan(10_000);
    for (int id = 1; id < btf.endId(); id++) {
      int kind = btf.kind(id);
      String name = btf.name(id);
      if (kind == BtfKind.STRUCT || kind == BtfKind.FUNC || kind == BtfKind.TYPEDEF) {
        if (!name.isEmpty()) {
          int found = btf.find(kind, name);
          while (found != 0 && found < id) {
            found = btf.findOwn(kind, name, found);
          }
          assertThat(found).as(name).isEqualTo(id);
        }
        for (int i = 0; kind == BtfKind.STRUCT && i < btf.vlen(id); i++) {
          assertThat(btf.kind(btf.memberType(id, i))).isPositive();
          assertThat(btf.memberBitOffset(id, i) / 8).isLessThanOrEqualTo(btf.sizeOrType(id));
        }
      }
    }
  }

  @Test
  void sizesAreThoseThatPaholePrints() throws IOException, InterruptedException {
    Btf btf = machine();
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/pahole")), "no pahole here");
    Process pahole =
        new ProcessBuilder("pahole", "-F", "btf", "--sizes", VMLINUX.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int compared = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(pahole.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] columns = line.split("\t", -1);
        int id = btf.find(BtfKind.STRUCT, columns[0]);
        // pahole keeps one of several structs of a name, and not always the first.
        if (id != 0 && btf.findOwn(BtfKind.STRUCT, columns[0], id) == 0) {
          assertThat(btf.sizeOrType(id)).as(columns[0]).isEqualTo(Integer.parseInt(columns[1]));
          compared++;
        }
      }
    }
    pahole.waitFor();
    Assumptions.assumeTrue(compared > 0, "pahole is too old for this kernel's BTF");
    assertThat(compared).isGreaterThan(1000);
  }
}
