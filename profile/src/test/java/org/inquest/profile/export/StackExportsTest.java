package org.inquest.profile.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.fault.UsageError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The exports that count samples by stack.
final class StackExportsTest {
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\"'\\`${x}";

  @TempDir Path machine;

  private String export(String format, String thread, String outer, String inner)
      throws IOException {
    byte[] bytes = new SmallProfile(machine, thread, outer, inner).in(format);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void formatsAreFoundByTheirNames() {
    for (ProfileExport format : ProfileExport.all()) {
      assertEquals(format.getClass(), ProfileExport.named(format.name()).getClass());
    }
    UsageError unknown = assertThrows(UsageError.class, () -> ProfileExport.named("svg"));
    assertTrue(unknown.getMessage().contains("collapsed"), unknown::getMessage);
  }

  @Test
  void collapsedIsALineForEachStack() throws IOException {
    assertEquals(
        List.of("worker;outer 1", "worker;outer;inner 2"),
        export("collapsed", "worker", "outer", "inner").lines().toList());
  }

  @Test
  void collapsedKeepsItsSeparatorsOutOfNames() throws IOException {
    assertEquals(
        List.of("a:b c;LFoo:::bar 1", "a:b c;LFoo:::bar;in ner 2"),
        export("collapsed", "a;b\nc", "LFoo;::bar", "in ner").lines().toList());
  }

  @Test
  void theFlameGraphHoldsTheTree() throws IOException {
    String page = export("flamegraph", "worker", "outer", "inner");
    assertEquals(List.of("<b>test", "worker", "outer", "inner"), texts(page).subList(0, 4));
    assertTrue(page.contains("\"kinds\":[0,4,4],\"parents\":[-1,0,1]"));
    assertTrue(page.contains("\"functions\":[0,1,2],\"self\":[0,1,2]}"));
  }

  @Test
  void namesInTheFlameGraphAreDataOnly() throws IOException {
    String page = export("flamegraph", "<!--<script>", HOSTILE, "<b>&amp;");
    String data = data(page);
    assertFalse(data.contains("<"));
    List<String> texts = texts(page);
    assertEquals("<!--<script>", texts.get(1));
    assertEquals(HOSTILE, texts.get(2));
    assertEquals("<b>&amp;", texts.get(3));
    assertEquals(page.replace(data, ""), emptied(export("flamegraph", "w", "o", "i")));
  }

  @Test
  void theFlameGraphAsksNobodyForAnything() throws IOException {
    String page = export("flamegraph", "worker", "outer", "inner");
    assertFalse(page.contains("http:") || page.contains("https:") || page.contains("url("));
    assertTrue(page.contains("default-src 'none'"));
  }

  @Test
  void speedscopeWeighsStacks() throws IOException {
    String json = export("speedscope", "wor\"ker", "outer", "inner");
    String jit = "\"file\":\"perf-70.map\"}";
    assertTrue(
        json.contains(
            "\"frames\":[{\"name\":\"wor\\\"ker\"},{\"name\":\"outer\","
                + jit
                + ",{\"name\":\"inner\","
                + jit
                + "]"),
        json);
    assertTrue(json.contains("\"samples\":[[0,1],[0,1,2]],\"weights\":[1,2]"), json);
    assertTrue(json.endsWith("\"startValue\":0,\"endValue\":3}]}"), json);
  }

  @Test
  void callgrindTellsOwnSamplesAndThoseOfCalls() throws IOException {
    String text = export("callgrind", "worker", "outer", "(1) inner");
    assertTrue(
        text.endsWith(
            """

            ob=thread
            fl=???
            fn=worker
            0 0
            cob=perf-70.map
            cfi=???
            cfn=outer
            calls=1 0
            0 3

            ob=perf-70.map
            fl=???
            fn=outer
            0 1
            cob=perf-70.map
            cfi=???
            cfn='(1) inner
            calls=1 0
            0 2

            ob=perf-70.map
            fl=???
            fn='(1) inner
            0 2

            totals: 3
            """),
        text);
  }

  private static String emptied(String page) {
    return page.replace(data(page), "");
  }

  private static String data(String page) {
    String begin = "id=\"data\">";
    int from = page.indexOf(begin) + begin.length();
    return page.substring(from, page.indexOf("</script>", from));
  }

  private static List<String> texts(String page) {
    List<String> texts = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), data(page))) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          texts.add(json.getString());
        }
      }
    }
    return texts;
  }
}
