package org.inquest.app.render;

import java.util.List;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Stack;
import tools.jackson.core.JsonGenerator;

/// Stacks in JSON: frames with registers, words, variables and places in the source, as far as
/// these were asked for.
final class JsonStack {
  private final JsonGenerator json;
  private final JsonValues values;
  private final Gaps gaps;

  JsonStack(JsonGenerator json, JsonValues values, Gaps gaps) {
    this.json = json;
    this.values = values;
    this.gaps = gaps;
  }

  void write(Stack stack) {
    values.kind("stack");
    json.writeName("owner");
    values.fields(stack.owner());
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
    json.writeBooleanProperty("user", frame.user());
    json.writeStringProperty("module", frame.module());
    json.writeStringProperty("certainty", frame.certainty());
    json.writeBooleanProperty("guess", frame.guess());
    if (frame.registers().isPresent()) {
      json.writeName("registers");
      json.writeStartObject();
      json.writeBooleanProperty("user", frame.registers().get().user());
      json.writeName("values");
      values.fields(frame.registers().get().values());
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
}
