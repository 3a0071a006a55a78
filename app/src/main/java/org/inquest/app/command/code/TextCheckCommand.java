package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.debugfile.ModuleFolder;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.UsageError;
import org.inquest.kernel.text.TextCheck;
import org.inquest.kernel.text.TextComparison;
import org.inquest.kernel.text.TextFinding;
import org.inquest.kernel.text.TextReport;

/// Whether the code in memory is what it ought to be.
public final class TextCheckCommand implements InquestCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "text-check",
        "was the kernel's code in memory spoiled?",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example(
                "text-check",
                "what the dump alone can prove; with --vmlinux FILE also every byte of the kernel,"
                    + " with --modules DIR of its modules"),
            new CommandInfo.Example("text-check --json", "the same for a program")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (!arguments.operands().isEmpty()) {
      throw new UsageError("text-check takes no operands: " + line(info().usage()));
    }
    Target target = session.target();
    Optional<CodeImage> vmlinux = session.vmlinux();
    List<Document> parts = new ArrayList<>();
    try (CodeImage live = CodeImages.of(target)) {
      List<Supplier<TextReport>> checks = new ArrayList<>();
      checks.add(() -> TextCheck.run(target, live));
      vmlinux.ifPresent(file -> checks.add(() -> TextComparison.run(target, live, file)));
      // They take about as long as each other.
      List<TextReport> reports = checks.parallelStream().map(Supplier::get).toList();
      parts.add(part("the dump alone", reports.getFirst()));
      if (vmlinux.isPresent()) {
        parts.add(part("against " + vmlinux.get().name(), reports.getLast()));
      } else {
        parts.add(
            Text.paragraph(
                "Without --vmlinux only code that can't be right is found: a flipped bit that"
                    + " makes another instruction is not."));
      }
      if (session.modules().isPresent()) {
        ModuleFolder folder = ModuleFolder.of(session.modules().get());
        TextReport report = TextComparison.runModules(session.target(), live, folder);
        parts.add(part("modules against " + folder.path(), report));
      }
    }
    return new Group("text_check", parts);
  }

  private static Document part(String how, TextReport report) {
    List<Document> parts = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("how", "CHECKED", how));
    fields.add(Field.of("bytes", "BYTES", report.bytes()));
    fields.add(Field.of("functions", "FUNCTIONS", report.functions()));
    for (Map.Entry<String, Integer> reason : report.explained().entrySet()) {
      String key = "by_" + reason.getKey().replaceAll("[^A-Za-z]+", "_").toLowerCase(Locale.ROOT);
      fields.add(Field.of(key, "PATCHED: " + reason.getKey(), reason.getValue()));
    }
    fields.add(Field.of("wrong", "WRONG", report.findings().size() + report.more()));
    parts.add(new Fields(fields));
    if (!report.findings().isEmpty()) {
      parts.add(findings(report.findings()));
    }
    for (String gap : report.gaps()) {
      parts.add(new Gap(gap));
    }
    return new Group("check", parts);
  }

  private static Document findings(List<TextFinding> findings) {
    List<List<Value>> rows = new ArrayList<>();
    for (TextFinding finding : findings) {
      rows.add(
          List.of(
              Value.address(finding.address()),
              Value.of(finding.function()),
              Value.of(finding.found()),
              finding.expected().isEmpty() ? Value.none() : Value.of(finding.expected()),
              Value.of(finding.why())));
    }
    return Table.of(
        List.of(
            Column.right("address", "ADDRESS"),
            Column.left("function", "FUNCTION"),
            Column.left("found", "FOUND"),
            Column.left("expected", "EXPECTED"),
            Column.left("why", "WHAT IS WRONG")),
        rows);
  }
}
