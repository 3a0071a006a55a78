package org.inquest.profile.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.inquest.profile.model.Binary;
import org.inquest.profile.model.Function;

/// The packed protocol buffer of pprof (github.com/google/pprof, proto/profile.proto): a sample for
/// each stack, with its thread's name as the label `thread`. A location is a function; binaries are
/// mappings without addresses, since one profile has many processes.
public final class Pprof implements ProfileExport {
  /// Makes one.
  public Pprof() {}

  /// Texts by their numbers; the first one has to be empty.
  private static final class Texts {
    private final Map<String, Integer> numbers = new LinkedHashMap<>(Map.of("", 0));

    long number(String text) {
      return numbers.computeIfAbsent(text, t -> numbers.size());
    }
  }

  @Override
  public String name() {
    return "pprof";
  }

  @Override
  public String summary() {
    return "for pprof and what reads its format";
  }

  @Override
  public String suffix() {
    return ".pb.gz";
  }

  @Override
  public void write(Stacks stacks, OutputStream out) throws IOException {
    GZIPOutputStream packed = new GZIPOutputStream(out);
    Texts texts = new Texts();
    ProtoMessage head = new ProtoMessage();
    ProtoMessage type = new ProtoMessage();
    type.number(1, texts.number(stacks.unit().type()));
    type.number(2, texts.number(stacks.unit().measure()));
    head.message(1, type);
    head.writeTo(packed);
    Map<Integer, Integer> locations = samples(stacks.tree(), texts, packed);
    functions(stacks.tree(), locations, texts, packed);
    for (String text : texts.numbers.keySet()) {
      ProtoMessage one = new ProtoMessage();
      one.text(6, text);
      one.writeTo(packed);
    }
    packed.finish();
  }

  /// Writes a sample for each stack.
  ///
  /// @return numbers of locations, from 1, by the functions' keys
  private static Map<Integer, Integer> samples(StackTree tree, Texts texts, OutputStream out)
      throws IOException {
    Map<Integer, Integer> locations = new LinkedHashMap<>();
    for (int node = 0; node < tree.size(); node++) {
      if (tree.self(node) > 0) {
        int[] path = tree.path(node);
        long[] chain = new long[path.length - 1];
        for (int i = 1; i < path.length; i++) {
          int key = tree.key(path[i]);
          chain[path.length - 1 - i] = locations.computeIfAbsent(key, k -> locations.size() + 1);
        }
        ProtoMessage label = new ProtoMessage();
        label.number(1, texts.number("thread"));
        label.number(2, texts.number(tree.name(path[0])));
        ProtoMessage sample = new ProtoMessage();
        sample.packed(1, chain);
        sample.packed(2, tree.self(node));
        sample.message(3, label);
        ProtoMessage field = new ProtoMessage();
        field.message(2, sample);
        field.writeTo(out);
      }
    }
    return locations;
  }

  /// Writes a mapping for each binary, and a location and a function for each function.
  private static void functions(
      StackTree tree, Map<Integer, Integer> locations, Texts texts, OutputStream out)
      throws IOException {
    Map<Integer, Integer> mappings = new HashMap<>();
    for (Map.Entry<Integer, Integer> location : locations.entrySet()) {
      Function function = tree.functionOfKey(location.getKey());
      Binary binary = function.binary();
      ProtoMessage all = new ProtoMessage();
      Integer mapping = mappings.get(binary.id());
      if (mapping == null) {
        mapping = mappings.size() + 1;
        mappings.put(binary.id(), mapping);
        ProtoMessage one = new ProtoMessage();
        one.number(1, mapping);
        one.number(5, texts.number(binary.path()));
        one.number(6, texts.number(binary.buildId().orElse("")));
        one.number(7, 1);
        all.message(3, one);
      }
      ProtoMessage line = new ProtoMessage();
      line.number(1, location.getValue());
      ProtoMessage place = new ProtoMessage();
      place.number(1, location.getValue());
      place.number(2, mapping);
      place.message(4, line);
      all.message(4, place);
      ProtoMessage named = new ProtoMessage();
      named.number(1, location.getValue());
      named.number(2, texts.number(StackTree.name(function)));
      named.number(3, texts.number(StackTree.name(function)));
      named.number(4, texts.number(binary.path()));
      all.message(5, named);
      all.writeTo(out);
    }
  }
}
