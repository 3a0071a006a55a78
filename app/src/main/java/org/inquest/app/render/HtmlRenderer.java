package org.inquest.app.render;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;
import org.inquest.app.document.Column;
import org.inquest.app.document.Conclusion;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Graph;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Listing;
import org.inquest.app.document.Stack;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Tree;
import org.inquest.app.document.Value;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;

/// One page that needs nothing else: no script, no font, no link to elsewhere. Readable in a text
/// browser too.
public final class HtmlRenderer implements Renderer {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:75em;padding:0 1em;color:#222;background:#fff}
      pre,td,.mono{font-family:ui-monospace,monospace;font-size:13px}
      pre{background:#f5f5f2;padding:.7em 1em;overflow-x:auto}
      table{border-collapse:collapse}th,td{padding:.1em .8em .1em 0;text-align:left;vertical-align:top}
      th{border-bottom:1px solid #999}.r{text-align:right}
      .claim{border-left:5px solid #b3261e;padding-left:1em}.gap{color:#8a5a00}
      .graph rect{fill:#f5f5f2;stroke:#999}.graph .m rect{stroke:#b3261e;stroke-width:2}
      .graph text{font:12px ui-monospace,monospace}.graph .l{fill:none;stroke:#777;marker-end:url(#a)}
      @media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}pre{background:#262626}.gap{color:#e0b050}}
      """;

  private final Writer out;
  private final Gaps gaps = new Gaps();
  private int depth = 1;

  /// @param out receives the page in UTF-8
  public HtmlRenderer(Writer out) {
    this.out = out;
  }

  @Override
  public void begin(Request about) throws IOException {
    String title = "inquest " + String.join(" ", about.dumps()) + " " + about.command();
    out.write("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>");
    escape(title);
    out.write("</title>\n<style>\n" + STYLE + "</style></head>\n<body>\n<h1>");
    escape(title);
    out.write("</h1>\n");
  }

  @Override
  public void document(Document document) throws IOException {
    switch (document) {
      case Heading(String title) -> element(depth < 3 ? "h2" : "h3", title);
      case Text(List<String> lines, boolean flowing) -> {
        if (flowing) {
          for (String line : lines) {
            element("p", line);
          }
        } else {
          element("pre", String.join("\n", lines));
        }
      }
      case Listing listing -> element("pre", String.join("\n", listing.lines()));
      case Fields(List<Field> fields) -> fields(fields);
      case Table table -> table(table);
      case Stack stack -> stack(stack);
      case Tree tree -> {
        out.write("<ul>");
        tree(tree);
        out.write("</ul>\n");
      }
      case Graph graph -> graph(graph);
      case Conclusion(Finding finding) -> conclusion(finding);
      case Group(String name, Iterable<? extends Document> parts) -> {
        depth++;
        for (Document part : parts) {
          document(part);
        }
        depth--;
      }
      case Gap(String what) -> missing(what);
    }
  }

  @Override
  public void end(int exit, String error) throws IOException {
    if (!error.isEmpty()) {
      missing(error);
    }
    out.write("</body></html>\n");
    out.flush();
  }

  @Override
  public List<String> gaps() {
    return gaps.sentences();
  }

  private void fields(List<Field> fields) throws IOException {
    out.write("<table>\n");
    for (Field field : fields) {
      out.write("<tr>");
      element("th", field.label());
      cell("", field.value());
      out.write("</tr>\n");
    }
    out.write("</table>\n");
  }

  private void table(Table table) throws IOException {
    out.write("<table>\n");
    if (table.headed()) {
      out.write("<tr>");
      for (Column column : table.columns()) {
        element("th", column.title());
      }
      out.write("</tr>\n");
    }
    for (List<Value> row : table.rows()) {
      out.write("<tr>");
      for (int i = 0; i < row.size(); i++) {
        boolean right = table.columns().get(i).align() == Column.Align.RIGHT;
        cell(right ? " class=\"r\"" : "", row.get(i));
      }
      out.write("</tr>\n");
    }
    out.write("</table>\n");
  }

  private void cell(String attributes, Value value) throws IOException {
    out.write("<td" + attributes + ">");
    escape(value.text());
    if (value instanceof Value.Missing(String why)) {
      gaps.add(why);
      out.write(" <span class=\"gap\">");
      escape(why);
      out.write("</span>");
    }
    out.write("</td>");
  }

  /// A stack is text in every view: people copy it into mails.
  private void stack(Stack stack) throws IOException {
    java.io.StringWriter text = new java.io.StringWriter();
    new TextStack(stack, Palette.NONE, gaps).write(text, "");
    element("pre", text.toString());
  }

  private void tree(Tree tree) throws IOException {
    out.write("<li>");
    escape(tree.label());
    if (!tree.children().isEmpty()) {
      out.write("<ul>");
      for (Tree child : tree.children()) {
        tree(child);
      }
      out.write("</ul>");
    }
    out.write("</li>\n");
  }

  private void graph(Graph graph) throws IOException {
    for (GraphDrawing.Piece piece : new GraphDrawing(graph).pieces()) {
      out.write(piece.before());
      escape(piece.text());
      out.write(piece.after() + "\n");
    }
  }

  private void conclusion(Finding finding) throws IOException {
    Verdict.Found found = finding.found();
    out.write(found.role() == Role.CAUSE ? "<section class=\"claim\">\n" : "<section>\n");
    element(depth < 3 ? "h2" : "h3", finding.rule().title());
    element("p", found.claim());
    element("p", TextFinding.words(found.confidence()) + ": " + found.because());
    for (Evidence evidence : found.evidence()) {
      evidence(evidence);
    }
    list("Ruled out", found.ruledOut());
    list("What to do", found.advice());
    depth += 2;
    for (Finding consequence : finding.explains()) {
      conclusion(consequence);
    }
    depth -= 2;
    out.write("</section>\n");
  }

  private void evidence(Evidence evidence) throws IOException {
    switch (evidence) {
      case Evidence.Value(long address, String what, String value, String meaning) ->
          element("pre", what + " = " + value + "\n" + meaning + "\nat " + Hex.digits16(address));
      case Evidence.Frames(String title, List<FrameLine> lines, String meaning) -> {
        element("p", title + ": " + meaning);
        element("pre", lines.stream().map(FrameLine::toString).collect(Collectors.joining("\n")));
      }
      case Evidence.LogLine(double seconds, String text) ->
          element("pre", "[" + TextFinding.seconds(seconds) + "] " + text);
      case Evidence.Note(String text) -> element("p", text);
    }
  }

  private void list(String title, List<String> sentences) throws IOException {
    if (!sentences.isEmpty()) {
      element("h3", title);
      out.write("<ul>\n");
      for (String sentence : sentences) {
        element("li", sentence);
      }
      out.write("</ul>\n");
    }
  }

  @Override
  public void gap(String what) throws IOException {
    if (!gaps.has(what)) {
      missing(what);
    }
  }

  private void missing(String what) throws IOException {
    gaps.add(what);
    out.write("<p class=\"gap\">");
    escape(what);
    out.write("</p>\n");
  }

  private void element(String name, String text) throws IOException {
    out.write("<" + name + ">");
    escape(text);
    out.write("</" + name + ">\n");
  }

  private void escape(String raw) throws IOException {
    int start = 0;
    for (int end = raw.indexOf('\n'); end >= 0; end = raw.indexOf('\n', start)) {
      escapeLine(raw.substring(start, end));
      out.write('\n');
      start = end + 1;
    }
    escapeLine(raw.substring(start));
  }

  private void escapeLine(String raw) throws IOException {
    String text = Escapes.visible(raw);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.write("&lt;");
        case '>' -> out.write("&gt;");
        case '&' -> out.write("&amp;");
        case '"' -> out.write("&quot;");
        default -> out.write(c);
      }
    }
  }
}
