package org.inquest.app.render;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
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
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
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
    if (!gaps.has(what)) {
      gaps.add(what);
    }
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
      case Graph graph -> graph(graph);
      case Conclusion(Finding finding) -> conclusion(finding);
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
    sources(frame.sources());
    variables(frame.variables());
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

  private void sources(List<Stack.Source> sources) {
    if (sources.isEmpty()) {
      return;
    }
    json.writeName("sources");
    json.writeStartArray();
    for (Stack.Source source : sources) {
      json.writeStartObject();
      json.writeStringProperty("function", source.function());
      json.writeStringProperty("place", source.place());
      json.writeBooleanProperty("inlined", source.inlined());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void variables(List<Stack.Variable> variables) {
    if (variables.isEmpty()) {
      return;
    }
    json.writeName("variables");
    json.writeStartArray();
    for (Stack.Variable variable : variables) {
      json.writeStartObject();
      json.writeNumberProperty("argument", variable.argument());
      json.writeStringProperty("function", variable.function());
      json.writeStringProperty("declaration", variable.declaration());
      json.writeStringProperty("value", variable.value());
      json.writeStringProperty("place", variable.place());
      json.writeStringProperty("confidence", variable.confidence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void tree(Tree tree) {
    kind("tree");
    json.writeStringProperty("label", tree.label());
    json.writeName("children");
    nodes(tree.children());
  }

  private void graph(Graph graph) {
    kind("graph");
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

  private void conclusion(Finding finding) {
    kind("conclusion");
    Verdict.Found found = finding.found();
    json.writeStringProperty("rule", finding.rule().id());
    json.writeStringProperty("title", finding.rule().title());
    json.writeStringProperty("role", found.role().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("claim", found.claim());
    json.writeStringProperty("confidence", TextFinding.words(found.confidence()));
    json.writeStringProperty("because", found.because());
    json.writeStringProperty("rank", finding.rank());
    json.writeName("evidence");
    json.writeStartArray();
    for (Evidence evidence : found.evidence()) {
      json.writeStartObject();
      evidence(evidence);
      json.writeEndObject();
    }
    json.writeEndArray();
    strings("ruled_out", found.ruledOut());
    strings("advice", found.advice());
    json.writeName("subjects");
    json.writeStartArray();
    for (Subject subject : found.subjects()) {
      json.writeStartObject();
      subject(subject);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeName("explains");
    json.writeStartArray();
    for (Finding consequence : finding.explains()) {
      json.writeStartObject();
      conclusion(consequence);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void evidence(Evidence evidence) {
    switch (evidence) {
      case Evidence.Value(long address, String what, String value, String meaning) -> {
        kind("value");
        json.writeStringProperty("address", Hex.prefixed(address));
        json.writeStringProperty("what", what);
        json.writeStringProperty("value", value);
        json.writeStringProperty("meaning", meaning);
      }
      case Evidence.Frames(String title, List<FrameLine> lines, String meaning) -> {
        kind("frames");
        json.writeStringProperty("title", title);
        strings("lines", lines.stream().map(FrameLine::text).toList());
        if (lines.stream().anyMatch(line -> !line.source().isEmpty())) {
          strings("sources", lines.stream().map(FrameLine::source).toList());
        }
        json.writeStringProperty("meaning", meaning);
      }
      case Evidence.LogLine(double seconds, String text) -> {
        kind("log");
        json.writeNumberProperty("seconds", seconds);
        json.writeStringProperty("text", text);
      }
      case Evidence.Note(String text) -> {
        kind("note");
        json.writeStringProperty("text", text);
      }
    }
  }

  private void subject(Subject subject) {
    switch (subject) {
      case Subject.TaskSubject(long address, int pid) -> {
        kind("task");
        json.writeStringProperty("address", Hex.prefixed(address));
        json.writeNumberProperty("pid", pid);
      }
      case Subject.CulpritSubject(long address, int pid) -> {
        kind("culprit");
        json.writeStringProperty("address", Hex.prefixed(address));
        json.writeNumberProperty("pid", pid);
      }
      case Subject.ObjectSubject(long address) -> {
        kind("object");
        json.writeStringProperty("address", Hex.prefixed(address));
      }
      case Subject.CpuSubject(int cpu) -> {
        kind("cpu");
        json.writeNumberProperty("cpu", cpu);
      }
      case Subject.FunctionSubject(String name) -> {
        kind("function");
        json.writeStringProperty("name", name);
      }
    }
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
      case Value.Mark(String text) -> json.writeBoolean(!text.isEmpty());
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
