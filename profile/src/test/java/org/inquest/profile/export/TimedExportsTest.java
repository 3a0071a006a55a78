package org.inquest.profile.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.inquest.formats.perf.ReadSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The exports that other programs read as time goes on, and pprof's, each taken apart by something
/// that did not write it.
final class TimedExportsTest {
  private static final String ODD = "a\"b\\<c>;\n\u20ac\ud83d\ude00";

  @TempDir Path machine;

  private byte[] export(String format, String thread, String outer, String inner)
      throws IOException {
    return new SmallProfile(machine, thread, outer, inner).in(format);
  }

  private List<RecordedEvent> recorded(byte[] bytes) throws IOException {
    Path file = Files.write(machine.resolve("x.jfr"), bytes);
    return RecordingFile.readAllEvents(file);
  }

  @Test
  void theJdkReadsTheFlightRecording() throws IOException {
    List<RecordedEvent> events = recorded(export("jfr", "worker", "outer", "inner"));
    assertEquals(3, events.size());
    RecordedEvent first = events.getFirst();
    assertEquals("jdk.ExecutionSample", first.getEventType().getName());
    assertEquals(1_000_000, first.getStartTime().getNano());
    assertEquals("worker", first.getThread("sampledThread").getOSName());
    assertEquals(71, first.getThread("sampledThread").getOSThreadId());
    assertEquals("STATE_RUNNABLE", first.getString("state"));
    assertEquals(List.of("inner", "outer"), frames(first));
    assertEquals(List.of("outer"), frames(events.get(2)));
    RecordedFrame top = first.getStackTrace().getFrames().getFirst();
    assertEquals("perf-70.map", top.getMethod().getType().getName());
    assertEquals("()V", top.getMethod().getDescriptor());
    assertFalse(top.isJavaFrame() && top.getLineNumber() > 0);
  }

  @Test
  void namesOfAnyKindSurviveTheFlightRecording() throws IOException {
    RecordedEvent first = recorded(export("jfr", ODD, "outer", "in;ner()")).getFirst();
    assertEquals("in;ner()", frames(first).getFirst());
    assertEquals(ODD, first.getThread("sampledThread").getOSName());
  }

  private static List<String> frames(RecordedEvent event) {
    return event.getStackTrace().getFrames().stream().map(f -> f.getMethod().getName()).toList();
  }

  @Test
  void aProfileWithoutSamplesIsAWholeFlightRecording() throws IOException {
    assertEquals(List.of(), recorded(written(new FlightRecording(), empty())));
  }

  @Test
  void timeWithoutACpuHasADuration() throws IOException {
    Timeline timeline = new Timeline();
    StackTree tree = new SmallProfile(machine, "worker", "wait", "inner").tree();
    timeline.add(new Timeline.Thread(70, 71, "worker"), 5_000_000, 1, 250);
    Stacks stacks = new Stacks(tree, Optional.of(timeline), Stacks.Unit.OFF_CPU, "x", summary());
    RecordedEvent event = recorded(written(new FlightRecording(), stacks)).getFirst();
    assertEquals("inquest.OffCpu", event.getEventType().getName());
    assertEquals(Duration.ofNanos(250_000), event.getDuration());
    assertEquals("worker", event.getThread("eventThread").getOSName());
  }

  private static ReadSummary summary() {
    return new ReadSummary(Map.of(), Optional.empty(), List.of());
  }

  private Stacks empty() throws IOException {
    StackTree tree = new SmallProfile(machine, "worker", "outer", "inner").tree();
    return new Stacks(tree, Optional.of(new Timeline()), Stacks.Unit.SAMPLES, "x", summary());
  }

  private static byte[] written(ProfileExport format, Stacks stacks) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(stacks, out);
    return out.toByteArray();
  }

  @Test
  void pprofHasSamplesLocationsAndFunctions() throws IOException {
    ProtoReader profile = new ProtoReader(unpacked(export("pprof", ODD, "outer", "inner")));
    List<String> texts = profile.texts(6);
    assertEquals("", texts.getFirst());
    List<ProtoReader> functions = profile.messages(5);
    Map<Long, String> names = new LinkedHashMap<>();
    functions.forEach(f -> names.put(f.number(1), texts.get((int) f.number(2))));
    Map<Long, String> locations = new LinkedHashMap<>();
    profile
        .messages(4)
        .forEach(l -> locations.put(l.number(1), names.get(l.messages(4).getFirst().number(1))));
    List<String> stacks = new ArrayList<>();
    for (ProtoReader sample : profile.messages(2)) {
      ProtoReader label = sample.messages(3).getFirst();
      assertEquals("thread", texts.get((int) label.number(1)));
      assertEquals(ODD, texts.get((int) label.number(2)));
      stacks.add(sample.packed(1).stream().map(locations::get).toList() + " " + sample.packed(2));
    }
    assertEquals(List.of("[outer] [1]", "[inner, outer] [2]"), stacks);
    ProtoReader type = profile.messages(1).getFirst();
    assertEquals("samples", texts.get((int) type.number(1)));
    assertEquals("count", texts.get((int) type.number(2)));
    assertEquals("perf-70.map", texts.get((int) profile.messages(3).getFirst().number(5)));
  }

  @Test
  void chromeHasEachSampleAtItsTime() throws IOException {
    String json = new String(export("chrome", "worker", "outer", "inner"), "UTF-8");
    valid(json);
    assertTrue(json.contains("\"tid\":71,\"ts\":1000.0,\"name\":\"samples\",\"sf\":\"2\""), json);
    assertTrue(
        json.contains("\"2\":{\"name\":\"inner\",\"category\":\"perf-70.map\",\"parent\":\"1\"}"),
        json);
    assertEquals(3, json.split("\"weight\":1", -1).length - 1);
  }

  @Test
  void firefoxHasColumnsThatFit() throws IOException {
    String json = new String(unpacked(export("firefox", ODD, "outer", "inner")), "UTF-8");
    List<String> texts = valid(json);
    assertTrue(texts.contains(ODD), json);
    assertTrue(
        json.contains(
            "\"samples\":{\"length\":3,\"weightType\":\"samples\",\"stack\":[1,1,0],"
                + "\"time\":[0.0,1.0,2.0],\"weight\":[1,1,1]}"),
        json);
    assertTrue(
        json.contains("\"stackTable\":{\"length\":2,\"prefix\":[null,0],\"frame\":[0,1]"), json);
    assertTrue(json.contains("\"stringArray\":[\"outer\",\"inner\",\"perf-70.map\"]"), json);
    assertTrue(json.contains("\"preprocessedProfileVersion\":48"), json);
  }

  /// All texts of what has to be JSON.
  private static List<String> valid(String json) {
    List<String> texts = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          texts.add(parser.getString());
        }
      }
    }
    return texts;
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }
}
