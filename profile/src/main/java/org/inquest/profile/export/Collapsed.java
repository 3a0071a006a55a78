package org.inquest.profile.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/// A line for each stack, `thread;outermost;...;innermost SAMPLES`: the text that flame graph
/// programs take. A `;` in a name becomes `:`, a line break a blank.
public final class Collapsed implements ProfileExport {
  /// Makes one.
  public Collapsed() {}

  @Override
  public String name() {
    return "collapsed";
  }

  @Override
  public String summary() {
    return "stacks as lines of text, for flame graph programs and grep";
  }

  @Override
  public String suffix() {
    return ".collapsed.txt";
  }

  @Override
  public void write(Stacks stacks, OutputStream out) throws IOException {
    StackTree tree = stacks.tree();
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    for (int node = 0; node < tree.size(); node++) {
      if (tree.self(node) > 0) {
        String separator = "";
        for (int step : tree.path(node)) {
          writer.append(separator).append(word(tree.name(step)));
          separator = ";";
        }
        writer.append(' ').append(Long.toString(tree.self(node))).append('\n');
      }
    }
    writer.flush();
  }

  private static String word(String name) {
    return name.replace(';', ':').replaceAll("\\p{Cntrl}", " ");
  }
}
