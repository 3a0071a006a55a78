package org.inquest.app.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Iterator;
import java.util.List;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

final class JsonRendererTest {
  private static final Renderer.Request REQUEST =
      new Renderer.Request("1", "ps", List.of("-k"), List.of("vmcore"));

  private static String render(Document document) throws IOException {
    StringWriter out = new StringWriter();
    JsonRenderer renderer = new JsonRenderer(out);
    renderer.begin(REQUEST);
    renderer.document(document);
    renderer.end(renderer.gaps().isEmpty() ? 0 : 3, "");
    return checked(out.toString());
  }

  /// Fails where the text is not one whole JSON value.
  private static String checked(String json) {
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), json)) {
      while (parser.nextToken() != null) {
        // reading is the check
      }
    }
    return json;
  }

  @Test
  void valuesKeepTheirTypes() throws IOException {
    List<Value> row =
        List.of(
            Value.of(7),
            Value.address(0xffff888005204000L),
            Value.of(true),
            Value.none(),
            new Value.Shown("1.0 MB", 1048576),
            new Value.Several(List.of(Value.of("a"), Value.of(2))),
            new Value.Mark(">"));
    List<Column> columns =
        java.util.stream.IntStream.range(0, row.size())
            .mapToObj(i -> Column.left("c" + i, ""))
            .toList();
    assertThat(render(Table.of(columns, List.of(row))))
        .contains(
            "{\"c0\":7,\"c1\":\"0xffff888005204000\",\"c2\":true,\"c3\":null,\"c4\":1048576,"
                + "\"c5\":[\"a\",2],\"c6\":true}");
  }

  @Test
  void missingValuesAreNullAndNamedAsGaps() throws IOException {
    Table table =
        Table.of(List.of(Column.left("x", "X")), List.of(List.of(new Value.Missing("page gone"))));
    assertThat(render(table))
        .contains("{\"x\":null}")
        .endsWith("\"gaps\":[\"page gone\"],\"exit\":3}\n");
  }

  @Test
  void nothingThatATerminalObeysGetsOut() throws IOException {
    String json = render(Text.lines(List.of("\u001b[2J\u009b\u202e\u0000é\ud800")));
    assertThat(json).matches("[\\x20-\\x7e]*\\n");
  }

  @Test
  void anErrorInTheMiddleLeavesWholeJson() throws IOException {
    Iterable<Document> breaking =
        () ->
            new Iterator<>() {
              private int given;

              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Document next() {
                if (given++ == 2) {
                  throw new IllegalStateException("gone");
                }
                return Text.paragraph("part");
              }
            };
    StringWriter out = new StringWriter();
    JsonRenderer renderer = new JsonRenderer(out);
    renderer.begin(REQUEST);
    assertThatThrownBy(() -> renderer.document(Group.of("outer", new Group("inner", breaking))))
        .hasMessage("gone");
    renderer.end(1, "it broke");
    assertThat(checked(out.toString()))
        .endsWith("\"gaps\":[],\"error\":\"it broke\",\"exit\":1}\n");
  }

  @Test
  void theReadersDepartureIsReportedAsItself() {
    Writer closed =
        new Writer() {
          @Override
          public void write(char[] text, int start, int length) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    JsonRenderer renderer = new JsonRenderer(closed);
    assertThatThrownBy(
            () -> {
              renderer.begin(REQUEST);
              renderer.document(Text.paragraph("x".repeat(100_000)));
              renderer.end(0, "");
            })
        .isInstanceOf(IOException.class)
        .hasMessage("Broken pipe");
  }
}
