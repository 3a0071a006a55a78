package org.inquest.app.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inquest.app.render.HtmlRenderer;
import org.inquest.app.render.JsonRenderer;
import org.inquest.app.render.Palette;
import org.inquest.app.render.Renderer;
import org.inquest.app.render.TextRenderer;

/// The renderer that the global options ask for, and the file behind it.
record Output(Renderer renderer, Writer writer) implements AutoCloseable {
  private static final int BUFFER = 32 * 1024;

  static Output open(Request request, OutputStream standard, Terminal terminal) throws IOException {
    Request.GlobalOptions options = request.options();
    if (options.html().isPresent()) {
      Writer page = buffered(Files.newOutputStream(Path.of(options.html().get())));
      return new Output(new HtmlRenderer(page), page);
    }
    Writer out = buffered(standard);
    if (options.json()) {
      return new Output(new JsonRenderer(out), out);
    }
    return new Output(
        new TextRenderer(out, palette(options.color(), terminal), terminal.width()), out);
  }

  private static Writer buffered(OutputStream stream) {
    return new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), BUFFER);
  }

  private static Palette palette(Request.Color wanted, Terminal terminal) {
    boolean colours =
        switch (wanted) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> terminal.out() && terminal.colours();
        };
    return colours ? Palette.ANSI : Palette.NONE;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
