package org.inquest.profile.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// The JSON of speedscope, as its schema `https://www.speedscope.app/file-format-schema.json` has
/// it: one "sampled" profile, with a weight for each stack; threads are the outermost frames.
/// Stacks are counted, not in order of time.
public final class Speedscope implements ProfileExport {
  /// Makes one.
  public Speedscope() {}

  @Override
  public String name() {
    return "speedscope";
  }

  @Override
  public String summary() {
    return "JSON for speedscope";
  }

  @Override
  public String suffix() {
    return ".speedscope.json";
  }

  @Override
  public void write(Stacks stacks, OutputStream out) throws IOException {
    StackTree tree = stacks.tree();
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (JsonGenerator json =
        factory.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringProperty("$schema", "https://www.speedscope.app/file-format-schema.json");
      json.writeStringProperty("exporter", "inquest");
      json.writeStringProperty("name", stacks.title());
      json.writeObjectPropertyStart("shared");
      Map<Integer, Integer> frames = frames(json, tree);
      json.writeEndObject();
      json.writeArrayPropertyStart("profiles");
      json.writeStartObject();
      stacks(json, stacks, frames);
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /// Writes what frames there are.
  ///
  /// @return their numbers by the functions' keys
  private static Map<Integer, Integer> frames(JsonGenerator json, StackTree tree) {
    Map<Integer, Integer> frames = new HashMap<>();
    json.writeArrayPropertyStart("frames");
    for (int node = 0; node < tree.size(); node++) {
      if (frames.putIfAbsent(tree.key(node), frames.size()) == null) {
        json.writeStartObject();
        json.writeStringProperty("name", tree.name(node));
        if (!tree.isThread(node)) {
          json.writeStringProperty("file", tree.function(node).binary().path());
        }
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    return frames;
  }

  private static void stacks(JsonGenerator json, Stacks stacks, Map<Integer, Integer> frames) {
    StackTree tree = stacks.tree();
    long all = 0;
    json.writeStringProperty("type", "sampled");
    json.writeStringProperty("name", stacks.unit().type());
    boolean counts = stacks.unit() == Stacks.Unit.SAMPLES;
    json.writeStringProperty("unit", counts ? "none" : stacks.unit().measure());
    json.writeArrayPropertyStart("samples");
    for (int node = 0; node < tree.size(); node++) {
      if (tree.self(node) > 0) {
        json.writeStartArray();
        for (int step : tree.path(node)) {
          json.writeNumber(frames.getOrDefault(tree.key(step), 0));
        }
        json.writeEndArray();
      }
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("weights");
    for (int node = 0; node < tree.size(); node++) {
      if (tree.self(node) > 0) {
        json.writeNumber(tree.self(node));
        all += tree.self(node);
      }
    }
    json.writeEndArray();
    json.writeNumberProperty("startValue", 0);
    json.writeNumberProperty("endValue", all);
  }
}
