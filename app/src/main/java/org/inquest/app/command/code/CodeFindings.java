package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.engine.code.check.CodeChecks;
import org.inquest.engine.code.check.CodeFinding;
import org.inquest.engine.code.check.CodeFinding.Confidence;
import org.inquest.engine.code.check.CodeFinding.Step;
import org.inquest.engine.code.check.Program;

/// Runs a check and shows what it found, as all commands of the kind do.
final class CodeFindings {
  static final Option ALL = Option.flag("--all", "findings of low confidence too");

  private CodeFindings() {}

  /// @param check its name
  static Document run(String check, Session session, Arguments arguments) {
    Program program = session.codeFile().program();
    List<CodeFinding> all = CodeChecks.named(check).run(program);
    List<Document> parts = new ArrayList<>();
    int hidden = 0;
    for (CodeFinding finding : all) {
      boolean shown =
          arguments.operands().isEmpty() || arguments.operands().contains(finding.function());
      if (!shown) {
        continue;
      }
      if (finding.confidence() == Confidence.LOW && !arguments.has(ALL)) {
        hidden++;
      } else {
        parts.add(document(program, finding));
      }
    }
    String count = parts.size() + (parts.size() == 1 ? " finding" : " findings");
    String more = hidden == 0 ? "" : "; " + hidden + " of low confidence are shown with --all";
    parts.addFirst(Text.paragraph(count + more + "."));
    return new Group("findings", parts);
  }

  private static Document document(Program program, CodeFinding finding) {
    List<List<Value>> rows = new ArrayList<>();
    for (Step step : finding.evidence()) {
      rows.add(
          List.of(
              Value.address(step.address()),
              Value.of(program.place(step.address())),
              Value.of(step.what())));
    }
    String confidence = finding.confidence().toString().toLowerCase(Locale.ROOT);
    return Group.of(
        "finding",
        new Heading(program.place(finding.address()) + " (" + confidence + ")"),
        Text.paragraph(finding.claim()),
        new Table(
            List.of(
                Column.right("address", "ADDRESS"),
                Column.left("place", "PLACE"),
                Column.left("what", "WHAT")),
            rows,
            false));
  }
}
