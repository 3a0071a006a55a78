package org.inquest.profile.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inquest.profile.model.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One page of HTML that draws the stacks and needs nothing else, no network either: a bar for each
/// function, above its caller's, as wide as its share of the samples.
///
/// The page is `flamegraph.html` beside this class; what is of the profile is put into it as JSON,
/// in which `<` is written `\u003c`: no name can end the element. The page draws names on a canvas
/// or sets them as text, never as HTML.
public final class FlameGraph implements ProfileExport {
  private static final String PAGE = "flamegraph.html";
  private static final String DATA = "@DATA@";

  /// Makes one.
  public FlameGraph() {}

  /// What a bar is, by which it is coloured. The page knows them by their order.
  private enum Kind {
    THREAD,
    KERNEL,
    MODULE,
    USER,
    JIT,
    UNKNOWN
  }

  @Override
  public String name() {
    return "flamegraph";
  }

  @Override
  public String summary() {
    return "a page for any browser, to zoom and search in";
  }

  @Override
  public String suffix() {
    return ".html";
  }

  @Override
  public void write(Stacks stacks, OutputStream out) throws IOException {
    String page = page();
    int at = page.indexOf(DATA);
    out.write(page.substring(0, at).getBytes(StandardCharsets.UTF_8));
    String json = json(stacks);
    out.write(json.replace("<", "\\u003c").getBytes(StandardCharsets.UTF_8));
    out.write(page.substring(at + DATA.length()).getBytes(StandardCharsets.UTF_8));
  }

  private static String page() throws IOException {
    try (InputStream in = FlameGraph.class.getResourceAsStream(PAGE)) {
      if (in == null) {
        throw new IllegalStateException(PAGE + " is missing beside " + FlameGraph.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// `names`, `binaries` and `kinds` tell the functions, `parents`, `functions` and `self` the
  /// nodes.
  private static String json(Stacks stacks) {
    StackTree tree = stacks.tree();
    Map<Integer, Integer> numbers = new HashMap<>();
    Map<Integer, Integer> firstNode = new LinkedHashMap<>();
    for (int node = 0; node < tree.size(); node++) {
      if (numbers.putIfAbsent(tree.key(node), numbers.size()) == null) {
        firstNode.put(tree.key(node), node);
      }
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("title", stacks.title());
      json.writeArrayPropertyStart("names");
      firstNode.values().forEach(node -> json.writeString(tree.name(node)));
      json.writeEndArray();
      json.writeArrayPropertyStart("binaries");
      firstNode.values().forEach(node -> json.writeString(binary(tree, node)));
      json.writeEndArray();
      boolean counts = stacks.unit() == Stacks.Unit.SAMPLES;
      json.writeStringProperty("unit", counts ? "samples" : stacks.unit().measure());
      json.writeArrayPropertyStart("kinds");
      firstNode.values().forEach(node -> json.writeNumber(kind(tree, node).ordinal()));
      json.writeEndArray();
      json.writeArrayPropertyStart("parents");
      for (int node = 0; node < tree.size(); node++) {
        json.writeNumber(tree.parent(node));
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("functions");
      for (int node = 0; node < tree.size(); node++) {
        json.writeNumber(numbers.getOrDefault(tree.key(node), 0));
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("self");
      for (int node = 0; node < tree.size(); node++) {
        json.writeNumber(tree.self(node));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static String binary(StackTree tree, int node) {
    return tree.isThread(node) ? "" : tree.function(node).binary().path();
  }

  private static Kind kind(StackTree tree, int node) {
    if (tree.isThread(node)) {
      return Kind.THREAD;
    }
    Function function = tree.function(node);
    return switch (function.binary().kind()) {
      case KERNEL ->
          function.binary().path().equals("[kernel.kallsyms]") ? Kind.KERNEL : Kind.MODULE;
      case FILE, VDSO -> Kind.USER;
      case JIT -> Kind.JIT;
      case UNKNOWN -> Kind.UNKNOWN;
    };
  }
}
