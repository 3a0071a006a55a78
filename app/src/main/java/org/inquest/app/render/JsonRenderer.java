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
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Listing;
import org.inquest.app.document.Stack;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Tree;
import org.inquest.app.document.Value;
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

  /// Everything beyond ASCII is escaped: C1 control characters would otherwise reach the terminal
  /// of somebody who only wants to look.
  public JsonRenderer(Writer out) {
    JsonFactory factory = JsonFactory.builder().highestNonEscapedChar('~').build();
    json = factory.createGenerator(ObjectWriteContext.empty(), out);
  }

  @Override
  public void begin(Request about) throws IOException {
    guard(() -> {
      json.writeStartObject();
      json.writeNumberProperty("schema", SCHEMA);
      json.writeStringProperty("inquest", about.version());
      json.writeStringProperty("command", about.command());
      strings("arguments", about.arguments());
      strings("dumps", about.dumps());
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
    gaps.add(what);
  }

  @Override
  public void end(int exit, String error) throws IOException {
    guard(() -> {
      closeTo(1);
      strings("gaps", gaps.sentences());
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
        kind("heading");
        json.writeStringProperty("title", title);
      }
      case Text(List<String> lines, boolean flowing) -> {
        kind("text");
        strings("lines", lines);
      }
      case Listing listing -> throw new AssertionError("replaced by its data above");
      case Fields(List<Field> fields) -> {
        kind("fields");
        json.writeName("fields");
        fields(fields);
      }
      case Table table -> table(table);
      case Stack stack -> stack(stack);
      case Tree tree -> tree(tree);
      case Conclusion conclusion -> conclusion(conclusion);
      case Group(String name, Iterable<? extends Document> parts) -> {
        kind("group");
        json.writeStringProperty("name", name);
        json.writeName("parts");
        nodes(parts);
      }
      case Gap(String what) -> {
        gaps.add(what);
        kind("gap");
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
    kind("table");
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
        value(row.get(i));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void stack(Stack stack) {
    kind("stack");
    json.writeName("owner");
    fields(stack.owner());
    json.writeName("frames");
    json.writeStartArray();
    for (Stack.Frame frame : stack.frames()) {
      frame(frame);
    }
    json.writeEndArray();
    if (stack.ending().isPresent()) {
      gaps.add(stack.ending().get());
      json.writeStringProperty("ending", stack.ending().get());
    }
  }

  private void frame(Stack.Frame frame) {
    json.writeStartObject();
    json.writeNumberProperty("level", frame.level());
    json.writeStringProperty("sp", Hex.prefixed(frame.stackPointer()));
    json.writeStringProperty("pc", Hex.prefixed(frame.pc()));
    json.writeStringProperty("function", frame.function());
    json.writeStringProperty("module", frame.module());
    json.writeStringProperty("certainty", frame.certainty());
    json.writeBooleanProperty("guess", frame.guess());
    if (frame.registers().isPresent()) {
      json.writeName("registers");
      json.writeStartObject();
      json.writeBooleanProperty("user", frame.registers().get().user());
      json.writeName("values");
      fields(frame.registers().get().values());
      json.writeEndObject();
    }
    if (!frame.words().isEmpty()) {
      json.writeName("words");
      json.writeStartArray();
      for (Stack.Word word : frame.words()) {
        json.writeStartObject();
        json.writeStringProperty("address", Hex.prefixed(word.address()));
        json.writeStringProperty("value", Hex.prefixed(word.value()));
        json.writeStringProperty("meaning", word.meaning());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void tree(Tree tree) {
    kind("tree");
    json.writeStringProperty("label", tree.label());
    json.writeName("children");
    nodes(tree.children());
  }

  private void conclusion(Conclusion conclusion) {
    kind("conclusion");
    json.writeStringProperty("rule", conclusion.rule());
    json.writeStringProperty("title", conclusion.title());
    json.writeStringProperty("claim", conclusion.claim());
    json.writeStringProperty("confidence", conclusion.confidence());
    json.writeStringProperty("because", conclusion.because());
    json.writeName("evidence");
    json.writeStartArray();
    for (Conclusion.Proof proof : conclusion.evidence()) {
      json.writeStartObject();
      json.writeStringProperty("place", proof.place());
      json.writeStringProperty("finding", proof.finding());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeName("details");
    nodes(conclusion.details());
    strings("advice", conclusion.advice());
  }

  private void fields(List<Field> fields) {
    json.writeStartObject();
    for (Field field : fields) {
      json.writeName(field.key());
      value(field.value());
    }
    json.writeEndObject();
  }

  private void value(Value value) {
    switch (value) {
      case Value.Words(String text) -> json.writeString(text);
      case Value.Quoted(String name) -> json.writeString(name);
      case Value.Number(long number) -> json.writeNumber(number);
      case Value.Address(long address) -> json.writeString(Hex.prefixed(address));
      case Value.Shown(String text, long number) -> json.writeNumber(number);
      case Value.Truth(boolean truth) -> json.writeBoolean(truth);
      case Value.Missing(String why) -> {
        gaps.add(why);
        json.writeNull();
      }
      case Value.None() -> json.writeNull();
      case Value.Several(List<Value> values) -> {
        json.writeStartArray();
        for (Value one : values) {
          value(one);
        }
        json.writeEndArray();
      }
    }
  }

  private void strings(String name, List<String> values) {
    json.writeName(name);
    json.writeStartArray();
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private void kind(String kind) {
    json.writeStringProperty("kind", kind);
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
