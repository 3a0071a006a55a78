package org.inquest.app.command.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.diagnose.oops.Incident;
import org.inquest.diagnose.oops.LoggedFault;
import org.inquest.diagnose.oops.OopsExplanation;
import org.inquest.engine.code.SymbolNames;
import org.inquest.engine.code.window.CodeWindow;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.TraceLine;
import org.inquest.formats.oops.report.ConsoleLine;
import org.inquest.formats.oops.report.GuiltyFile;
import org.inquest.formats.oops.report.Headline;
import org.inquest.formats.oops.report.ReportHeader;
import org.inquest.formats.oops.report.ReportStack;
import org.inquest.formats.oops.report.Severity;
import org.inquest.formats.oops.report.Taint;
import org.inquest.kernel.logged.LoggedKernel;

/// One report in full.
final class IncidentDocument {
  /// So many equal instructions on end are shown as one.
  private static final int RUN = 4;

  private static final Pattern OFFSET = Pattern.compile("^Kernel Offset: 0x([0-9a-f]{1,15}) from");

  private final Incident incident;
  private final int number;
  private final LoggedKernel kernel;

  IncidentDocument(Incident incident, int number, LoggedKernel kernel) {
    this.incident = incident;
    this.number = number;
    this.kernel = kernel;
  }

  Document document() {
    List<Document> parts = new ArrayList<>();
    parts.add(new Heading("#" + number + " " + incident.headline().title()));
    parts.add(facts());
    explanation().ifPresent(explained -> explain(explained, parts));
    for (ReportStack stack : incident.parts().stacks()) {
      parts.add(stack(stack));
    }
    return new Group("report", parts);
  }

  private Document facts() {
    Headline headline = incident.headline();
    List<Field> fields = new ArrayList<>();
    long first = incident.report().first().number() + 1;
    long last = incident.report().lines().getLast().number() + 1;
    fields.add(Field.of("lines", "LINES", first + " to " + last));
    if (incident.times() > 1) {
      fields.add(
          Field.of(
              "times",
              "SEEN",
              incident.times() + " times, the last in line " + (incident.last() + 1)));
    }
    Severity severity = incident.severity();
    fields.add(
        Field.of("severity", "SEVERITY", severity.level().words() + ": " + severity.reason()));
    fields.add(Field.of("class", "CLASS", headline.type()));
    add(fields, "guilty", "GUILTY", headline.function().orElse(""));
    guiltyFile().ifPresent(file -> fields.add(Field.of("guilty_file", "FILE", file)));
    who(incident.parts().header(), fields);
    if (!headline.corrupted().isEmpty()) {
      fields.add(Field.of("corrupted", "DAMAGED", headline.corrupted()));
    }
    List<String> missing = incident.report().gaps().words();
    add(fields, "missing", "MISSING", String.join("; ", missing));
    fields.add(Field.of("signature", "SIGNATURE", incident.signature()));
    return new Fields(fields);
  }

  /// Of the program counter and the stack, as far as files know them.
  private Optional<String> guiltyFile() {
    List<String> paths = new ArrayList<>();
    incident.parts().cpu().at().ifPresent(at -> add(paths, kernel.sources(at, true)));
    incident
        .parts()
        .stack(ReportStack.Role.TRACE)
        .map(ReportStack::frames)
        .orElse(List.of())
        .stream()
        .filter(frame -> !frame.guess())
        .forEach(frame -> add(paths, kernel.sources(frame.place(), false)));
    return GuiltyFile.of(paths);
  }

  private static void add(List<String> paths, List<SourceFrame> frames) {
    frames.forEach(frame -> paths.add(frame.file().name()));
  }

  private static void who(ReportHeader header, List<Field> fields) {
    if (header.pid() >= 0 || header.cpu() >= 0) {
      String cpu = header.cpu() < 0 ? "" : " on CPU " + header.cpu();
      String task = header.pid() < 0 ? "unknown" : "PID " + header.pid();
      String comm = header.comm().isEmpty() ? "" : " (" + header.comm() + ")";
      fields.add(Field.of("task", "TASK", task + comm + cpu));
    }
    add(fields, "workqueue", "WORK", header.workqueue());
    for (Taint taint : header.taints()) {
      fields.add(Field.of("taint_" + taint.letter(), "TAINT " + taint.letter(), taint.words()));
    }
    add(fields, "build", "BUILD", header.build());
    add(fields, "hardware", "HARDWARE", header.hardware());
  }

  private static void add(List<Field> fields, String key, String label, String value) {
    if (!value.isEmpty()) {
      fields.add(Field.of(key, label, value));
    }
  }

  private Optional<OopsExplanation> explanation() {
    return incident
        .fault()
        .map(fault ->
            OopsExplanation.of(fault, kernel.types(), fault.place().flatMap(kernel::inInit)));
  }

  private void explain(OopsExplanation explained, List<Document> parts) {
    for (String sentence : explained.sentences()) {
      parts.add(Text.paragraph(sentence));
    }
    explained.window().ifPresent(window -> parts.add(code(window, explained.fault())));
    if (!explained.registers().isEmpty()) {
      parts.add(registers(explained.registers(), explained.fault()));
    }
  }

  private Document code(CodeWindow window, LoggedFault fault) {
    List<CodeWindow.Line> lines = window.lines(names(fault));
    List<List<Value>> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int same = i;
      while (same + 1 < lines.size() && alike(lines.get(i), lines.get(same + 1))) {
        same++;
      }
      boolean run = same - i >= RUN;
      rows.add(row(lines.get(i), run ? "   (" + (same - i + 1) + " of these)" : ""));
      i = run ? same : i;
    }
    Document table =
        Table.of(
            List.of(
                Column.left("at", ""),
                Column.right("offset", "OFFSET"),
                Column.left("bytes", "BYTES"),
                Column.left("text", "INSTRUCTION")),
            rows);
    return Group.of("code", new Heading("Code"), table);
  }

  private static boolean alike(CodeWindow.Line one, CodeWindow.Line other) {
    return one.text().equals(other.text()) && !one.marked() && !other.marked();
  }

  private static List<Value> row(CodeWindow.Line line, String more) {
    String mark = line.marked() ? "=>" : line.sure() ? "" : "?";
    return List.of(
        new Value.Mark(mark),
        Value.of(line.offset()),
        Value.of(line.bytes()),
        Value.of(line.text() + more));
  }

  /// Where only the function's name is known, addresses count from its beginning.
  private static SymbolNames names(LoggedFault fault) {
    boolean counted = fault.programCounter().isEmpty();
    return counted && fault.place().isPresent()
        ? new FromStart(fault.place().get())
        : SymbolNames.NONE;
  }

  /// Names addresses by their distance from the start of one function.
  private record FromStart(CodePlace function) implements SymbolNames {
    @Override
    public boolean append(long address, StringBuilder to) {
      if (address < 0 || address >= function.size()) {
        return false;
      }
      to.append(function.function()).append("+0x").append(Long.toHexString(address));
      return true;
    }
  }

  private Document registers(
      Map<String, org.inquest.diagnose.value.Value> meanings, LoggedFault fault) {
    OptionalLong shift = shift();
    List<List<Value>> rows = new ArrayList<>();
    meanings.forEach((name, meaning) -> {
      boolean faulting = name.equals("address");
      long value = (faulting ? fault.address() : fault.register(name)).orElse(0);
      Optional<String> known =
          shift.isPresent() && meaning instanceof org.inquest.diagnose.value.Value.Kernel
              ? kernel.name(value - shift.getAsLong())
              : Optional.empty();
      rows.add(
          List.of(Value.of(name), Value.address(value), Value.of(known.orElseGet(meaning::words))));
    });
    Document table =
        Table.of(
            List.of(
                Column.left("register", "REGISTER"),
                Column.right("value", "VALUE"),
                Column.left("meaning", "MEANING")),
            rows);
    return Group.of("registers", new Heading("Registers"), table);
  }

  /// By how much KASLR had moved the kernel: "Kernel Offset: 0x8400000 from 0xffffffff81000000",
  /// which a panic prints (arch/x86/kernel/setup.c `dump_kernel_offset()`).
  private OptionalLong shift() {
    for (ConsoleLine line : incident.report().lines()) {
      Matcher found = OFFSET.matcher(line.text());
      if (found.find()) {
        return OptionalLong.of(Long.parseUnsignedLong(found.group(1), 16));
      }
    }
    return OptionalLong.empty();
  }

  private Document stack(ReportStack stack) {
    List<List<Value>> rows = new ArrayList<>();
    for (TraceLine line : stack.frames()) {
      List<SourceFrame> sources = kernel.sources(line.place(), false);
      for (SourceFrame inlined : sources) {
        if (inlined.inlined()) {
          rows.add(row(line, inlined.function() + " [inlined]", source(inlined)));
        }
      }
      String own = sources.isEmpty() ? "" : source(sources.getLast());
      rows.add(row(line, line.place().toString(), own));
    }
    Document table =
        new Table(
            List.of(
                Column.left("guess", ""),
                Column.left("section", "CONTEXT"),
                Column.left("place", "FUNCTION"),
                Column.left("source", "SOURCE")),
            rows,
            false);
    return Group.of("stack", new Heading(stack.heading()), table);
  }

  private static List<Value> row(TraceLine line, String place, String source) {
    return List.of(
        new Value.Mark(line.guess() ? "?" : ""),
        Value.of(line.section()),
        Value.of(place),
        Value.of(source));
  }

  private static String source(SourceFrame frame) {
    return frame.file().name() + ":" + (frame.line() == 0 ? "?" : frame.line());
  }
}
