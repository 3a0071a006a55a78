package org.inquest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.inquest.app.command.Session;
import org.inquest.diagnose.Diagnosis;
import org.inquest.diagnose.Report;
import org.inquest.diagnose.verdict.Role;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Stack;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.testkit.SharedDumps;
import org.inquest.kernel.printk.KernelLog;
import org.inquest.kernel.task.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// SUPPORT.md says what was tried, on which kernels: it is made by trying it on all real dumps at
/// hand, and compared with the page. `./dev docs` writes it anew. A lab test, for every better rule
/// changes the page.
@Tag("lab")
final class SupportPageTest {
  private static final Path ROOT = Path.of(System.getProperty("inquest.root", ".."));

  private static final Path MATRIX = ROOT.resolve("docs/lab-matrix.tsv");

  private static final String HEAD =
      """
      # What is known to work

      Made by `SupportPageTest` from real dumps: it opens each one and tries every feature; do not edit (`./dev docs`). A
      number is how many things were found; `5/6` means that the sixth is not in the dump or not understood. The dumps are
      those in `samples/` and, where there is one, in the folder `shared/dumps` beside the checkout.

      | dump | kernel | machine | container | symbols | modules | tasks | whole stacks | log lines | cause found |
      |---|---|---|---|---|---|---|---|---|---|
      """;

  private static final String TAIL =
      """

      Machines: x86-64, with 4- and 5-level page tables and KASLR. Others are recognised and refused.

      Containers read: ELF core (kdump, QEMU with and without VMCOREINFO), kdump compressed (zlib, LZO, snappy, zstd),
      flattened, split, incomplete. Recognised by name and refused: LKCD, Xen, VMware, sadump, LiME and others.
      """;

  @Test
  void pageSaysWhatHappens() throws IOException {
    List<Path> dumps = new ArrayList<>(list(ROOT.resolve("samples")));
    dumps.addAll(SharedDumps.all());
    List<String> rows = new ArrayList<>();
    for (Path dump : dumps) {
      rows.add(row(dump));
    }
    Path file = ROOT.resolve("SUPPORT.md");
    if (Boolean.getBoolean("inquest.update")) {
      Files.writeString(file, HEAD + String.join("", rows) + TAIL + LabTable.of(MATRIX));
    }
    // Where the shared dumps are not at hand, the page's rows about them can't be judged: those of
    // the dumps here must stand.
    String page = Files.readString(file);
    assertThat(page)
        .as("stale: run ./dev docs")
        .startsWith(HEAD)
        .endsWith(TAIL + LabTable.of(MATRIX));
    assertThat(rows).allSatisfy(row -> assertThat(page).as("stale: run ./dev docs").contains(row));
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".kdump")).sorted().toList();
    }
  }

  private static String row(Path dump) {
    List<String> cells = new ArrayList<>();
    cells.add(dump.getFileName().toString());
    try (Session session = new Session(List.of(dump))) {
      Target target = session.target();
      cells.add(target.vmcoreinfo().text("OSRELEASE").orElse("?"));
      cells.add("x86-64");
      cells.add(target.image().format());
      cells.add(Integer.toString(target.symbols().kernelSize()));
      cells.add(Integer.toString(target.modules().all().size()));
      cells.add(Integer.toString(session.tasks().all().size()));
      cells.add(stacks(session));
      cells.add(Integer.toString(KernelLog.read(target).records().size()));
      cells.add(cause(session));
    } catch (InquestException e) {
      cells.add("**" + e.getMessage() + "**");
    }
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String stacks(Session session) {
    int whole = 0;
    List<Task> tasks = session.tasks().all();
    for (Task task : tasks) {
      Stack stack = session.stacks().walk(task);
      if (stack.complete()) {
        whole++;
      }
    }
    return whole + "/" + tasks.size();
  }

  private static String cause(Session session) {
    Report report = Diagnosis.of(session.facts());
    return report.findings().stream()
        .filter(finding -> finding.found().role() == Role.CAUSE)
        .map(finding -> finding.rule().id())
        .findFirst()
        .orElse("-");
  }
}
