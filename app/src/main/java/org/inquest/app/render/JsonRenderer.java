package org.inquest.app.render;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.inquest.app.document.Column;
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
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/// JSON for programs, written as it is made. The schema is `docs/json.md`; a change that breaks a
/// reader of it raises [#SCHEMA].
public final class JsonRenderer implements Renderer {
  /// Version of the schema.
  public static final int SCHEMA = 1;

  private final JsonGenerator json;
  private final Gaps gaps = new Gaps();
  private final JsonValues values;

  /// Everything beyond ASCII is escaped: C1 control characters would otherwise reach the terminal
  /// of somebody who only wants to look.
  public JsonRenderer(Writer out) {
    JsonFactory factory = JsonFactory.builder().highestNonEscapedChar('~').build();
    json = factory.createGenerator(ObjectWriteContext.empty(), out);
    values = new JsonValues(json, gaps);
  }

  @Override
  public void begin(Request about) throws IOException {
    guard(() -> {
      json.writeStartObject();
      json.writeNumberProperty("schema", SCHEMA);
      json.writeStringProperty("inquest", about.version());
      json.writeStringProperty("command", about.command());
      values.strings("arguments", about.arguments());
      values.strings("dumps", about.dumps());
    });
  }

  @Override
  public void document(Document document) throws IOException {
    guard(() -> {
      json.writeName("result");
      node(document);
    });
  }

  @Override
  public void gap(String what) {
    if (!gaps.has(what)) {
      gaps.add(what);
    }
  }

  @Override
  public void end(int exit, String error) throws IOException {
    guard(() -> {
      closeTo(1);
      values.strings("gaps", gaps.sentences());
      if (!error.isEmpty()) {
        json.writeStringProperty("error", error);
      }
      json.writeNumberProperty("exit", exit);
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
    });
  }

  @Override
  public List<String> gaps() {
    return gaps.sentences();
  }

  private void node(Document document) {
    if (document instanceof Listing listing) {
      node(listing.data());
      return;
    }
    json.writeStartObject();
    switch (document) {
      case Heading(String title) -> {
        values.kind("heading");
        json.writeStringProperty("title", title);
      }
      case Text(List<String> lines, boolean flowing) -> {
        values.kind("text");
        values.strings("lines", lines);
      }
      case Listing listing -> throw new AssertionError("replaced by its data above");
      case Fields(List<Field> fields) -> {
        values.kind("fields");
        json.writeName("fields");
        values.fields(fields);
      }
      case Table table -> table(table);
      case Stack stack -> new JsonStack(json, values, gaps).write(stack);
      case Tree tree -> tree(tree);
      case Graph graph -> graph(graph);
      case Conclusion(Finding finding) -> new JsonFinding(json, values).write(finding);
      case Group(String name, Iterable<? extends Document> parts) -> {
        values.kind("group");
        json.writeStringProperty("name", name);
        json.writeName("parts");
        nodes(parts);
      }
      case Gap(String what) -> {
        gaps.add(what);
        values.kind("gap");
        json.writeStringProperty("what", what);
      }
    }
    json.writeEndObject();
  }

  private void nodes(Iterable<? extends Document> parts) {
    json.writeStartArray();
    for (Document part : parts) {
      node(part);
    }
    json.writeEndArray();
  }

  private void table(Table table) {
    values.kind("table");
    json.writeName("columns");
    json.writeStartArray();
    for (Column column : table.columns()) {
      json.writeString(column.key());
    }
    json.writeEndArray();
    json.writeName("rows");
    json.writeStartArray();
    for (List<Value> row : table.rows()) {
      json.writeStartObject();
      for (int i = 0; i < row.size(); i++) {
        json.writeName(table.columns().get(i).key());
        values.value(row.get(i));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void tree(Tree tree) {
    values.kind("tree");
    json.writeStringProperty("label", tree.label());
    json.writeName("children");
    nodes(tree.children());
  }

  private void graph(Graph graph) {
    values.kind("graph");
    json.writeName("nodes");
    json.writeStartArray();
    for (Graph.Node node : graph.nodes()) {
      json.writeStartObject();
      json.writeStringProperty("name", node.name());
      json.writeName("distance");
      json.writeNumber(node.distance());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeName("links");
    json.writeStartArray();
    for (Graph.Link link : graph.links()) {
      json.writeStartObject();
      json.writeName("from");
      json.writeNumber(link.from());
      json.writeName("to");
      json.writeNumber(link.to());
      json.writeStringProperty("how", link.how());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// Ends what an exception left open.
  private void closeTo(int depth) {
    while (json.streamWriteContext().getNestingDepth() > depth) {
      if (json.streamWriteContext().inArray()) {
        json.writeEndArray();
      } else {
        if (json.streamWriteContext().hasCurrentName()
            && !json.streamWriteContext().hasCurrentIndex()) {
          json.writeNull();
        }
        json.writeEndObject();
      }
    }
  }

  /// Jackson wraps the writer's exceptions; the caller wants the broken pipe itself.
  private static void guard(Runnable write) throws IOException {
    try {
      write.run();
    } catch (JacksonIOException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e);
    }
  }
}
