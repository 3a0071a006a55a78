package org.inquest.app.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.inquest.app.document.Column;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.junit.jupiter.api.Test;

final class HtmlRendererTest {
  @Test
  void namesFromTheDumpAreTextNotMarkup() throws IOException {
    StringWriter out = new StringWriter();
    HtmlRenderer renderer = new HtmlRenderer(out);
    String evil = "<script>alert(\"1\")</script>&\u001b";
    renderer.begin(new Renderer.Request("1", evil, List.of(), List.of(evil)));
    renderer.document(Text.lines(List.of(evil)));
    renderer.document(Table.of(List.of(Column.left("x", evil)), List.of(List.of(Value.of(evil)))));
    renderer.end(1, evil);
    assertThat(out.toString())
        .doesNotContain("<script", "\u001b")
        .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;\\x1b")
        .endsWith("</body></html>\n");
  }
}
