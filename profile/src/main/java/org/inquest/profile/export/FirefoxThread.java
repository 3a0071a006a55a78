package org.inquest.profile.export;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import org.inquest.profile.model.Binary;
import tools.jackson.core.JsonGenerator;

/// One thread of the Firefox Profiler's JSON: tables of columns, which refer to each other by
/// position.
final class FirefoxThread {
  private static final double MILLISECOND = 1e6;
  private static final int LIBRARY = 1;

  private final Stacks stacks;
  private final StackTree tree;
  private final Timeline.Thread thread;
  private final int[] samples;
  private final int[] stackNumbers;
  private final List<Integer> nodes = new ArrayList<>();

  /// Positions of functions by their keys; keys by position are [#functions].
  private final Map<Integer, Integer> functionNumbers = new LinkedHashMap<>();

  private final List<Integer> functions = new ArrayList<>();
  private final Map<Integer, Integer> binaryNumbers = new HashMap<>();
  private final List<Binary> binaries = new ArrayList<>();
  private final Map<String, Integer> texts = new LinkedHashMap<>();

  /// @param samples positions in the timeline, in order of time
  /// @param stackNumbers room for a number for each node, used by one thread after the other
  FirefoxThread(Stacks stacks, Timeline.Thread thread, int[] samples, int[] stackNumbers) {
    this.stacks = stacks;
    this.tree = stacks.tree();
    this.thread = thread;
    this.samples = samples;
    this.stackNumbers = stackNumbers;
    collect();
  }

  private void collect() {
    BitSet used = new BitSet();
    for (int sample : samples) {
      for (int node = stacks.times().node(sample);
          !tree.isThread(node) && !used.get(node);
          node = tree.parent(node)) {
        used.set(node);
      }
    }
    // Parents have lower numbers: they come first.
    for (int node = used.nextSetBit(0); node >= 0; node = used.nextSetBit(node + 1)) {
      stackNumbers[node] = nodes.size();
      nodes.add(node);
      int key = tree.key(node);
      if (functionNumbers.putIfAbsent(key, functions.size()) == null) {
        functions.add(key);
        Binary binary = tree.function(node).binary();
        if (binaryNumbers.putIfAbsent(binary.id(), binaries.size()) == null) {
          binaries.add(binary);
        }
      }
    }
  }

  void write(JsonGenerator json, long start) {
    json.writeStartObject();
    json.writeStringProperty("processType", "default");
    json.writeNumberProperty("processStartupTime", 0);
    json.writeNullProperty("processShutdownTime");
    json.writeNumberProperty("registerTime", 0);
    json.writeNullProperty("unregisterTime");
    json.writeArrayPropertyStart("pausedRanges");
    json.writeEndArray();
    json.writeStringProperty("name", thread.name());
    json.writeStringProperty("processName", stacks.times().process(thread));
    json.writeBooleanProperty("isMainThread", thread.pid() == thread.tid());
    json.writeStringProperty("pid", Integer.toString(thread.pid()));
    json.writeNumberProperty("tid", thread.tid());
    samples(json, start);
    markers(json);
    stackTable(json);
    frameTable(json);
    funcTable(json);
    resourceTable(json);
    table(json, "nativeSymbols", 0);
    for (String column : List.of("libIndex", "address", "name", "functionSize")) {
      same(json, column, 0, 0);
    }
    json.writeEndObject();
    json.writeArrayPropertyStart("stringArray");
    texts.keySet().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void samples(JsonGenerator json, long start) {
    Timeline times = stacks.times();
    boolean counts = stacks.unit() == Stacks.Unit.SAMPLES;
    table(json, "samples", samples.length);
    json.writeStringProperty("weightType", counts ? "samples" : "tracing-ms");
    column(
        json,
        "stack",
        samples.length,
        i -> {
          int node = times.node(samples[i]);
          if (tree.isThread(node)) {
            json.writeNull();
          } else {
            json.writeNumber(stackNumbers[node]);
          }
        });
    column(
        json,
        "time",
        samples.length,
        i -> json.writeNumber((times.time(samples[i]) - start) / MILLISECOND));
    column(
        json,
        "weight",
        samples.length,
        i -> {
          long weight = times.weight(samples[i]);
          if (counts) {
            json.writeNumber(weight);
          } else {
            json.writeNumber(weight / 1000.0);
          }
        });
    json.writeEndObject();
  }

  private void markers(JsonGenerator json) {
    table(json, "markers", 0);
    for (String name : List.of("category", "data", "endTime", "name", "phase", "startTime")) {
      same(json, name, 0, 0);
    }
    json.writeEndObject();
  }

  private void stackTable(JsonGenerator json) {
    table(json, "stackTable", nodes.size());
    column(
        json,
        "prefix",
        nodes.size(),
        i -> {
          int parent = tree.parent(nodes.get(i));
          if (tree.isThread(parent)) {
            json.writeNull();
          } else {
            json.writeNumber(stackNumbers[parent]);
          }
        });
    numbers(json, "frame", nodes, node -> functionNumbers.getOrDefault(tree.key(node), 0));
    numbers(json, "category", nodes, node -> category(tree.function(node).binary()));
    same(json, "subcategory", nodes.size(), 0);
    json.writeEndObject();
  }

  private static int category(Binary binary) {
    return switch (binary.kind()) {
      case UNKNOWN -> 0;
      case FILE, VDSO -> 1;
      case KERNEL -> binary.path().equals("[kernel.kallsyms]") ? 2 : 3;
      case JIT -> 4;
    };
  }

  private void frameTable(JsonGenerator json) {
    int size = functions.size();
    table(json, "frameTable", size);
    same(json, "address", size, -1);
    same(json, "inlineDepth", size, 0);
    numbers(json, "category", functions, key -> category(tree.functionOfKey(key).binary()));
    same(json, "subcategory", size, 0);
    numbers(json, "func", functions, key -> functionNumbers.getOrDefault(key, 0));
    for (String none : List.of("nativeSymbol", "implementation", "line", "column")) {
      column(json, none, size, i -> json.writeNull());
    }
    same(json, "innerWindowID", size, 0);
    json.writeEndObject();
  }

  private void funcTable(JsonGenerator json) {
    int size = functions.size();
    table(json, "funcTable", size);
    numbers(json, "name", functions, key -> text(StackTree.name(tree.functionOfKey(key))));
    column(json, "isJS", size, i -> json.writeBoolean(false));
    column(json, "relevantForJS", size, i -> json.writeBoolean(false));
    numbers(
        json,
        "resource",
        functions,
        key -> binaryNumbers.getOrDefault(tree.functionOfKey(key).binary().id(), 0));
    for (String none : List.of("fileName", "lineNumber", "columnNumber")) {
      column(json, none, size, i -> json.writeNull());
    }
    json.writeEndObject();
  }

  private void resourceTable(JsonGenerator json) {
    int size = binaries.size();
    table(json, "resourceTable", size);
    column(json, "lib", size, i -> json.writeNull());
    column(json, "name", size, i -> json.writeNumber(text(binaries.get(i).path())));
    column(json, "host", size, i -> json.writeNull());
    same(json, "type", size, LIBRARY);
    json.writeEndObject();
  }

  private int text(String text) {
    return texts.computeIfAbsent(text, t -> texts.size());
  }

  private static void table(JsonGenerator json, String name, int length) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("length", length);
  }

  private static void column(JsonGenerator json, String name, int length, IntConsumer writer) {
    json.writeArrayPropertyStart(name);
    for (int i = 0; i < length; i++) {
      writer.accept(i);
    }
    json.writeEndArray();
  }

  private static void numbers(
      JsonGenerator json, String name, List<Integer> of, ToIntFunction<Integer> number) {
    column(json, name, of.size(), i -> json.writeNumber(number.applyAsInt(of.get(i))));
  }

  private static void same(JsonGenerator json, String name, int length, int value) {
    column(json, name, length, i -> json.writeNumber(value));
  }
}
