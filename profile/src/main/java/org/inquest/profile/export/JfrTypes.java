package org.inquest.profile.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The description of types that each Flight Recorder chunk brings along: a tree of elements whose
/// names and values are numbers of texts. Types are those of the JDK's metadata.xml, as far as
/// samples need them; readers go by the description, not by numbers.
final class JfrTypes {
  static final int LONG = 1;
  static final int INT = 2;
  static final int BOOLEAN = 3;
  static final int STRING = 4;
  static final int THREAD = 10;
  static final int CLASS = 11;
  static final int STACK_TRACE = 12;
  static final int STACK_FRAME = 13;
  static final int METHOD = 14;
  static final int SYMBOL = 15;
  static final int FRAME_TYPE = 16;
  static final int THREAD_STATE = 17;
  static final int SAMPLE = 30;
  static final int OFF_CPU = 31;
  private static final int TIMESTAMP = 40;
  private static final int TIMESPAN = 41;
  private static final int LABEL = 42;

  private static final String ANNOTATION = "java.lang.annotation.Annotation";
  private static final String EVENT = "jdk.jfr.Event";

  /// Part of the description.
  private record Element(String name, Map<String, String> values, List<Element> parts) {
    Element with(Element part) {
      parts.add(part);
      return this;
    }

    /// A field of a type.
    Element field(String field, int type) {
      return with(element("field", "name", field, "class", Integer.toString(type)));
    }

    /// A field that refers to a table.
    Element pooled(String field, int type) {
      return with(
          element("field", "name", field, "class", Integer.toString(type), "constantPool", "true"));
    }

    /// What the last field or the type itself is besides its type.
    Element marked(int annotation, String value) {
      return with(element("annotation", "class", Integer.toString(annotation), "value", value));
    }
  }

  private JfrTypes() {}

  private static Element element(String name, String... values) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      pairs.put(values[i], values[i + 1]);
    }
    return new Element(name, pairs, new ArrayList<>());
  }

  private static Element type(int id, String name, String... more) {
    Element type = element("class", "id", Integer.toString(id), "name", name);
    for (int i = 0; i < more.length; i += 2) {
      type.values.put(more[i], more[i + 1]);
    }
    return type;
  }

  private static Element simple(int id, String name, String field, int of) {
    return type(id, name, "simpleType", "true").field(field, of);
  }

  private static Element annotation(int id, String name) {
    return type(id, name, "superType", ANNOTATION).field("value", STRING);
  }

  private static Element time(String field, int annotation, String unit) {
    return element("field", "name", field, "class", Integer.toString(LONG))
        .marked(annotation, unit);
  }

  private static Element types() {
    Element frames =
        element(
            "field", "name", "frames", "class", Integer.toString(STACK_FRAME), "dimension", "1");
    return element("metadata")
        .with(type(LONG, "long"))
        .with(type(INT, "int"))
        .with(type(BOOLEAN, "boolean"))
        .with(type(STRING, "java.lang.String"))
        .with(
            type(THREAD, "java.lang.Thread")
                .field("osName", STRING)
                .field("osThreadId", LONG)
                .field("javaName", STRING)
                .field("javaThreadId", LONG))
        .with(type(CLASS, "java.lang.Class").pooled("name", SYMBOL).field("modifiers", INT))
        .with(type(STACK_TRACE, "jdk.types.StackTrace").field("truncated", BOOLEAN).with(frames))
        .with(
            type(STACK_FRAME, "jdk.types.StackFrame")
                .pooled("method", METHOD)
                .field("lineNumber", INT)
                .field("bytecodeIndex", INT)
                .pooled("type", FRAME_TYPE))
        .with(
            type(METHOD, "jdk.types.Method")
                .pooled("type", CLASS)
                .pooled("name", SYMBOL)
                .pooled("descriptor", SYMBOL)
                .field("modifiers", INT)
                .field("hidden", BOOLEAN))
        .with(simple(SYMBOL, "jdk.types.Symbol", "string", STRING))
        .with(simple(FRAME_TYPE, "jdk.types.FrameType", "description", STRING))
        .with(simple(THREAD_STATE, "jdk.types.ThreadState", "name", STRING))
        .with(annotation(TIMESTAMP, "jdk.jfr.Timestamp"))
        .with(annotation(TIMESPAN, "jdk.jfr.Timespan"))
        .with(annotation(LABEL, "jdk.jfr.Label"))
        .with(
            type(SAMPLE, "jdk.ExecutionSample", "superType", EVENT)
                .marked(LABEL, "Method Profiling Sample")
                .with(time("startTime", TIMESTAMP, "TICKS"))
                .pooled("sampledThread", THREAD)
                .pooled("stackTrace", STACK_TRACE)
                .pooled("state", THREAD_STATE))
        .with(
            type(OFF_CPU, "inquest.OffCpu", "superType", EVENT)
                .marked(LABEL, "Without a CPU")
                .with(time("startTime", TIMESTAMP, "TICKS"))
                .with(time("duration", TIMESPAN, "TICKS"))
                .pooled("eventThread", THREAD)
                .pooled("stackTrace", STACK_TRACE));
  }

  /// The event that holds the description.
  static byte[] event(long time) {
    Element root =
        element("root").with(types()).with(element("region", "locale", "en", "gmtOffset", "0"));
    Map<String, Integer> texts = new LinkedHashMap<>();
    JfrBytes tree = new JfrBytes();
    write(root, texts, tree);
    JfrBytes out = new JfrBytes().number(0).number(time).number(0).number(1);
    out.number(texts.size());
    texts.keySet().forEach(out::text);
    return out.add(tree).event();
  }

  private static void write(Element element, Map<String, Integer> texts, JfrBytes out) {
    out.number(number(element.name, texts)).number(element.values.size());
    element.values.forEach(
        (name, value) -> out.number(number(name, texts)).number(number(value, texts)));
    out.number(element.parts.size());
    element.parts.forEach(part -> write(part, texts, out));
  }

  private static int number(String text, Map<String, Integer> texts) {
    return texts.computeIfAbsent(text, t -> texts.size());
  }
}
