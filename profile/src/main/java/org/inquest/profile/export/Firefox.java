package org.inquest.profile.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// The Firefox Profiler's "processed" JSON, packed (github.com/firefox-devtools/profiler,
/// docs-developer/processed-profile-format.md), of version 48, which later versions of that program
/// take as well. Each thread has its track.
public final class Firefox implements ProfileExport {
  private static final int GECKO_VERSION = 30;
  private static final int VERSION = 48;

  /// Names and colours; [FirefoxThread] knows them by their order.
  private static final List<String> CATEGORIES =
      List.of("Other:grey", "User:yellow", "Kernel:orange", "Module:red", "JIT:green");

  /// Makes one.
  public Firefox() {}

  @Override
  public String name() {
    return "firefox";
  }

  @Override
  public String summary() {
    return "packed JSON with a time axis, for the Firefox Profiler";
  }

  @Override
  public String suffix() {
    return ".firefox.json.gz";
  }

  @Override
  public boolean timed() {
    return true;
  }

  @Override
  public void write(Stacks stacks, OutputStream out) throws IOException {
    GZIPOutputStream packed = new GZIPOutputStream(out);
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (JsonGenerator json =
        factory.createGenerator(ObjectWriteContext.empty(), packed, JsonEncoding.UTF8)) {
      json.writeStartObject();
      meta(json, stacks);
      for (String none : List.of("libs", "pages", "counters", "profilerOverhead")) {
        json.writeArrayPropertyStart(none);
        json.writeEndArray();
      }
      json.writeArrayPropertyStart("threads");
      threads(json, stacks);
      json.writeEndArray();
      json.writeEndObject();
    }
    packed.finish();
  }

  private static void meta(JsonGenerator json, Stacks stacks) {
    json.writeObjectPropertyStart("meta");
    json.writeNumberProperty("interval", 1);
    json.writeNumberProperty("startTime", 0);
    json.writeNumberProperty("processType", 0);
    json.writeNumberProperty("stackwalk", 1);
    json.writeNumberProperty("version", GECKO_VERSION);
    json.writeNumberProperty("preprocessedProfileVersion", VERSION);
    json.writeBooleanProperty("symbolicated", true);
    json.writeStringProperty("product", stacks.title());
    json.writeStringProperty("importedFrom", "inquest");
    for (String empty : List.of("misc", "oscpu", "platform", "toolkit", "abi")) {
      json.writeStringProperty(empty, "");
    }
    json.writeObjectPropertyStart("extensions");
    for (String column : List.of("id", "name", "baseURL")) {
      json.writeArrayPropertyStart(column);
      json.writeEndArray();
    }
    json.writeNumberProperty("length", 0);
    json.writeEndObject();
    json.writeArrayPropertyStart("markerSchema");
    json.writeEndArray();
    json.writeArrayPropertyStart("categories");
    for (String category : CATEGORIES) {
      int colon = category.indexOf(':');
      json.writeStartObject();
      json.writeStringProperty("name", category.substring(0, colon));
      json.writeStringProperty("color", category.substring(colon + 1));
      json.writeArrayPropertyStart("subcategories");
      json.writeString("Other");
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void threads(JsonGenerator json, Stacks stacks) {
    Timeline times = stacks.times();
    List<int[]> samples = times.byThread();
    int[] numbers = new int[stacks.tree().size()];
    long start = times.start();
    for (int i = 0; i < samples.size(); i++) {
      new FirefoxThread(stacks, times.threads().get(i), samples.get(i), numbers).write(json, start);
    }
  }
}
