package org.inquest.profile.export;

import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Chrome's trace as JSON (Trace Event Format, "Sampling"): each single stack at its time, as a
/// number of `stackFrames`, in which each frame names its caller. Times are microseconds.
public final class ChromeTrace implements ProfileExport {
  private static final double MICROSECOND = 1000;

  /// Makes one.
  public ChromeTrace() {}

  @Override
  public String name() {
    return "chrome";
  }

  @Override
  public String summary() {
    return "trace JSON with a time axis, for chrome://tracing and speedscope";
  }

  @Override
  public String suffix() {
    return ".trace.json";
  }

  @Override
  public boolean timed() {
    return true;
  }

  @Override
  public void write(Stacks stacks, OutputStream out) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    Timeline times = stacks.times();
    try (JsonGenerator json =
        factory.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("traceEvents");
      times.threads().forEach(thread -> thread(json, thread));
      json.writeEndArray();
      frames(json, stacks.tree());
      samples(json, stacks);
      json.writeStringProperty("displayTimeUnit", "ms");
      json.writeEndObject();
    }
  }

  private static void thread(JsonGenerator json, Timeline.Thread thread) {
    json.writeStartObject();
    json.writeStringProperty("ph", "M");
    json.writeStringProperty("name", "thread_name");
    json.writeStringProperty("cat", "__metadata");
    json.writeNumberProperty("pid", thread.pid());
    json.writeNumberProperty("tid", thread.tid());
    json.writeNumberProperty("ts", 0);
    json.writeObjectPropertyStart("args");
    json.writeStringProperty("name", thread.name());
    json.writeEndObject();
    json.writeEndObject();
  }

  /// A stack of a thread alone is the thread's name.
  private static void frames(JsonGenerator json, StackTree tree) {
    json.writeObjectPropertyStart("stackFrames");
    for (int node = 0; node < tree.size(); node++) {
      json.writeObjectPropertyStart(Integer.toString(node));
      json.writeStringProperty("name", tree.name(node));
      json.writeStringProperty(
          "category", tree.isThread(node) ? "thread" : tree.function(node).binary().path());
      if (!tree.isThread(node)) {
        json.writeStringProperty("parent", Integer.toString(tree.parent(node)));
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void samples(JsonGenerator json, Stacks stacks) {
    Timeline times = stacks.times();
    json.writeArrayPropertyStart("samples");
    for (int i = 0; i < times.size(); i++) {
      Timeline.Thread thread = times.threads().get(times.thread(i));
      json.writeStartObject();
      json.writeNumberProperty("pid", thread.pid());
      json.writeNumberProperty("tid", thread.tid());
      json.writeNumberProperty("ts", times.time(i) / MICROSECOND);
      json.writeStringProperty("name", stacks.unit().type());
      json.writeStringProperty("sf", Integer.toString(times.node(i)));
      json.writeNumberProperty("weight", times.weight(i));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
