package org.inquest.app.command.general;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Session;
import org.inquest.app.document.Conclusion;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.diagnose.Diagnosis;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.engine.debug.SourceFile;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.symbol.Symbols;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.Test;

/// The stacks of a verdict on a real dump, with source lines that name the address they were asked
/// for.
final class VerdictSourcesTest {
  private static List<FrameLine> lines(Finding finding) {
    List<FrameLine> all = new ArrayList<>();
    for (Evidence evidence : finding.found().evidence()) {
      if (evidence instanceof Evidence.Frames frames) {
        all.addAll(frames.lines());
      }
    }
    finding.explains().forEach(f -> all.addAll(lines(f)));
    return all;
  }

  private static SourceFrame place(String function, long address, boolean inlined) {
    return new SourceFrame(
        function, new SourceFile("", "at-" + Long.toHexString(address) + ".c"), 7, 0, inlined);
  }

  @Test
  void linesAreThoseOfTheCallOrOfTheInstructionItself() {
    try (Session session = new Session(List.of(SharedDumps.dump("61-null.kdump")))) {
      Symbols symbols = session.target().symbols();
      VerdictSources sources = VerdictSources.of(at -> List.of(place("f", at, false)), symbols);
      List<FrameLine> lines =
          Diagnosis.of(session.facts()).findings().stream()
              .map(sources::with)
              .flatMap(f -> lines(f).stream())
              .toList();
      assertThat(lines).hasSizeGreaterThan(5);
      for (FrameLine line : lines) {
        long address = line.address(symbols).orElseThrow() - (line.exact() ? 0 : 1);
        assertThat(line.source()).isEqualTo("at-" + Long.toHexString(address) + ".c:7");
      }
      assertThat(lines.getFirst().text()).startsWith("free_metadata");
      assertThat(lines.getFirst().exact()).isTrue();
      assertThat(lines).filteredOn(l -> l.text().startsWith("vfs_write")).isNotEmpty();
      assertThat(lines)
          .filteredOn(l -> l.text().startsWith("vfs_write"))
          .noneMatch(FrameLine::exact);
    }
  }

  @Test
  void anInlinedPlaceNamesItsFunctionAndTheOuterPlace() {
    try (Session session = new Session(List.of(SharedDumps.dump("61-null.kdump")))) {
      VerdictSources sources =
          VerdictSources.of(
              at -> List.of(place("inner", 1, true), place("outer", 2, false)),
              session.target().symbols());
      FrameLine line = lines(sources.with(first(session))).getFirst();
      assertThat(line.source()).isEqualTo("at-1.c:7 (inner(), inlined at at-2.c:7)");
      assertThat(line).hasToString(line.text() + "  " + line.source());
    }
  }

  /// Nobody named files: nothing is looked for.
  @Test
  void withoutFilesThereAreNoLines() {
    try (Session session = new Session(List.of(SharedDumps.dump("61-null.kdump")))) {
      Document report = VerdictCommand.document(session, Diagnosis.of(session.facts()), false);
      List<FrameLine> lines = new ArrayList<>();
      for (Document part : ((Group) report).parts()) {
        if (part instanceof Conclusion(Finding finding)) {
          lines.addAll(lines(finding));
        }
      }
      assertThat(lines).isNotEmpty();
      assertThat(lines).extracting(FrameLine::source).containsOnly("");
    }
  }

  private static Finding first(Session session) {
    return Diagnosis.of(session.facts()).findings().getFirst();
  }

  /// The verdict's stacks and those of `bt` are the same lines: the return address is told.
  @Test
  void aSleepersStackIsToldAsTheKernelPrintsIt() {
    try (Session session = new Session(List.of(SharedDumps.dump("61-mmapsem.kdump")))) {
      Symbols symbols = session.target().symbols();
      List<FrameLine> lines = lines(first(session));
      assertThat(lines).anyMatch(l -> l.text().startsWith("schedule+"));
      for (FrameLine line : lines) {
        long address = line.address(symbols).orElseThrow();
        assertThat(symbols.at(address)).as(line.text()).isPresent();
        // What is no instruction that was running stands behind a call.
        if (!line.exact()) {
          byte[] before = session.target().memory().read(address - 5, 5);
          assertThat(List.of(before[0] & 0xff, before[3] & 0xff, before[2] & 0xff))
              .as(line.text())
              .containsAnyOf(0xe8, 0xff, 0x41);
        }
      }
    }
  }
}
