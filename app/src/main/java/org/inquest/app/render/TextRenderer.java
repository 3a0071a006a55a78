package org.inquest.app.render;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.inquest.app.document.Conclusion;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Graph;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Listing;
import org.inquest.app.document.Stack;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Tree;
import org.inquest.app.document.Value;
import org.inquest.diagnose.Finding;
import org.jspecify.annotations.Nullable;

/// Text for a person: aligned, and coloured where the terminal has colours.
public final class TextRenderer implements Renderer {
  private final Writer out;
  private final Palette palette;
  private final int width;
  private final Gaps gaps = new Gaps();
  private String indent = "";

  /// @param width columns to break sentences at; tables and stacks keep their lines whole
  public TextRenderer(Writer out, Palette palette, int width) {
    this.out = out;
    this.palette = palette;
    this.width = Math.max(40, width);
  }

  @Override
  public void begin(Request about) {}

  @Override
  public void document(Document document) throws IOException {
    switch (document) {
      case Heading(String title) -> line(palette.paint(Palette.Role.TITLE, Escapes.visible(title)));
      case Text text -> text(text);
      case Listing listing -> text(Text.lines(listing.lines()));
      case Fields fields -> fields(fields);
      case Table table -> new TextTable(table, palette, gaps).write(out, indent);
      case Stack stack -> new TextStack(stack, palette, gaps).write(out, indent);
      case Tree tree -> tree(tree, "", "");
      case Graph graph -> graph(graph);
      case Conclusion(Finding finding) -> new TextFinding(this).write(finding);
      case Group group -> group(group);
      case Gap(String what) -> {
        gaps.add(what);
        sentence("! ", what, Palette.Role.GAP);
      }
    }
  }

  @Override
  public void gap(String what) throws IOException {
    if (!gaps.has(what)) {
      gaps.add(what);
      sentence("! ", what, Palette.Role.GAP);
    }
  }

  @Override
  public void end(int exit, String error) throws IOException {
    out.flush();
  }

  @Override
  public List<String> gaps() {
    return gaps.sentences();
  }

  private void group(Group group) throws IOException {
    boolean apart = false;
    for (Document part : group.parts()) {
      if (apart && !(part instanceof Gap)) {
        out.write('\n');
      }
      apart = !(part instanceof Heading);
      document(part);
    }
  }

  private void graph(Graph graph) throws IOException {
    for (Graph.Link link : graph.links()) {
      String from = graph.nodes().get(link.from()).name();
      String to = graph.nodes().get(link.to()).name();
      line(Escapes.visible(from + " " + link.how() + " " + to));
    }
  }

  private void text(Text text) throws IOException {
    for (String line : text.lines()) {
      if (text.flowing()) {
        sentence("", line, null);
      } else {
        line(Escapes.visible(line));
      }
    }
  }

  private void fields(Fields fields) throws IOException {
    int widest = 0;
    for (Field field : fields.fields()) {
      widest = Math.max(widest, field.label().length());
    }
    for (Field field : fields.fields()) {
      String label = " ".repeat(widest - field.label().length()) + field.label();
      line(palette.paint(Palette.Role.NAME, label) + ": " + value(field.value()));
    }
  }

  private String value(Value value) {
    if (value instanceof Value.Missing(String why)) {
      gaps.add(why);
      return palette.paint(Palette.Role.GAP, "? (" + Escapes.visible(why) + ")");
    }
    return Escapes.visible(value.text());
  }

  private void tree(Tree tree, String first, String rest) throws IOException {
    line(first + Escapes.visible(tree.label()));
    int last = tree.children().size() - 1;
    for (int i = 0; i <= last; i++) {
      tree(tree.children().get(i), rest + "+- ", rest + (i == last ? "   " : "|  "));
    }
  }

  /// A bullet and words broken to the width; the lines after the first are indented below the first
  /// word.
  void sentence(String bullet, String words, Palette.@Nullable Role role) throws IOException {
    int room = width - indent.length() - bullet.length();
    String lead = bullet;
    for (String part : LineBreaks.at(Escapes.visible(words), room)) {
      line(lead + (role == null ? part : palette.paint(role, part)));
      lead = " ".repeat(bullet.length());
    }
  }

  /// Runs with everything inside moved to the right.
  void indented(Part part) throws IOException {
    String outer = indent;
    indent = outer + "  ";
    part.write();
    indent = outer;
  }

  /// Something that writes.
  interface Part {
    /// Writes it.
    void write() throws IOException;
  }

  /// One line as it is, below what is being written.
  void line(String text) throws IOException {
    out.write(indent);
    out.write(text);
    out.write('\n');
  }
}
