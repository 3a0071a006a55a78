package org.inquest.app.render;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.inquest.app.document.Field;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Stack;
import org.inquest.app.document.Value;

/// A stack in the shape of crash's `bt`:
///
/// ```
/// PID: 51       TASK: ffff8880051c0000  CPU: 1    COMMAND: "mapl"
///  #0 [ffffc900001c7a38] __schedule+0x2f1 at ffffffff81a0c3f1
///  #5 [ffffc900001c7b90] residency_read+0x8e at ffffffffc02080ce [sick]
/// ```
final class TextStack {
  private final Stack stack;
  private final Palette palette;
  private final Gaps gaps;

  TextStack(Stack stack, Palette palette, Gaps gaps) {
    this.stack = stack;
    this.palette = palette;
    this.gaps = gaps;
  }

  void write(Writer out, String indent) throws IOException {
    out.write(indent);
    out.write(owner());
    out.write('\n');
    for (Stack.Frame frame : stack.frames()) {
      if (frame.registers().isPresent()) {
        registers(out, indent, frame.registers().get());
      }
      // What the user's program was doing is in its registers; the kernel's stack ends above them.
      if (frame.user() || frame.registers().isEmpty() || !frame.registers().get().user()) {
        out.write(indent);
        out.write(frame(frame));
        out.write('\n');
      }
      sources(out, indent, frame.sources());
      variables(out, indent, frame.variables());
      words(out, indent, frame.words());
    }
    if (stack.ending().isPresent()) {
      String ending = stack.ending().get();
      gaps.add(ending);
      out.write(indent);
      out.write(palette.paint(Palette.Role.GAP, "    ! " + Escapes.visible(ending)));
      out.write('\n');
    }
  }

  private String owner() {
    StringBuilder line = new StringBuilder(80);
    List<Field> fields = stack.owner();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      int start = line.length();
      line.append(field.label()).append(": ").append(shown(field.value()));
      // crash's habit: "PID: 51       TASK: ": at least two spaces, and columns that stand below
      // each other.
      if (i < fields.size() - 1) {
        line.repeat(' ', Math.max(2, minimum(field) - (line.length() - start)));
      }
    }
    return palette.paint(Palette.Role.TITLE, line.toString());
  }

  private static int minimum(Field field) {
    return switch (field.key()) {
      case "pid" -> 14;
      case "cpu" -> 10;
      default -> 0;
    };
  }

  private String shown(Value value) {
    if (value instanceof Value.Missing(String why)) {
      gaps.add(why);
      return "? (" + Escapes.visible(why) + ")";
    }
    return Escapes.visible(value.text());
  }

  private String frame(Stack.Frame frame) {
    StringBuilder line = new StringBuilder(80);
    if (frame.level() < 10) {
      line.append(' ');
    }
    line.append('#').append(frame.level()).append(" [").append(Hex.digits16(frame.stackPointer()));
    line.append("] ").append(frame.guess() ? "? " : "");
    String function = frame.function().isEmpty() ? "(unknown)" : Escapes.visible(frame.function());
    line.append(palette.paint(Palette.Role.NAME, function));
    line.append(" at ").append(Hex.digits16(frame.pc()));
    if (!frame.module().isEmpty()) {
      line.append(" [").append(Escapes.visible(frame.module())).append(']');
    }
    return line.toString();
  }

  /// Three to a line, as crash does.
  private void registers(Writer out, String indent, Stack.Registers registers) throws IOException {
    if (!registers.title().isEmpty()) {
      out.write(indent);
      out.write("    [" + Escapes.visible(registers.title()) + "]\n");
    }
    StringBuilder line = new StringBuilder(100);
    List<Field> values = registers.values();
    for (int i = 0; i < values.size(); i++) {
      Field register = values.get(i);
      String label = register.label();
      line.append(i % 3 == 0 ? "    " : "  ")
          .append(label.length() == 2 && label.charAt(0) == 'R' ? " " : "");
      line.append(label).append(": ").append(shown(register.value()));
      if (i % 3 == 2 || i == values.size() - 1) {
        out.write(indent);
        out.write(line.append('\n').toString());
        line.setLength(0);
      }
    }
  }

  private static void sources(Writer out, String indent, List<Stack.Source> sources)
      throws IOException {
    for (Stack.Source source : sources) {
      out.write(indent);
      out.write("      " + Escapes.visible(source.place()));
      if (!source.function().isEmpty()) {
        out.write("  " + Escapes.visible(source.function()));
        out.write(source.inlined() ? " (inlined)" : "");
      }
      out.write('\n');
    }
  }

  /// Those of an inlined function stand below its name; what the compiler kept nowhere is only
  /// named.
  private static void variables(Writer out, String indent, List<Stack.Variable> variables)
      throws IOException {
    String function = "";
    String deeper = "";
    List<String> nowhere = new ArrayList<>();
    for (Stack.Variable variable : variables) {
      if (!variable.function().equals(function)) {
        nowhere(out, indent + deeper, nowhere);
        function = variable.function();
        deeper = function.isEmpty() ? "" : "  ";
        if (!function.isEmpty()) {
          out.write(indent + "      in " + Escapes.visible(function) + " (inlined)\n");
        }
      }
      if (variable.confidence().equals("optimised out") && variable.value().isEmpty()) {
        nowhere.add(variable.declaration());
      } else {
        variable(out, indent + deeper + "      ", variable);
      }
    }
    nowhere(out, indent + deeper, nowhere);
  }

  private static void variable(Writer out, String indent, Stack.Variable variable)
      throws IOException {
    String role = variable.argument() > 0 ? "arg" + variable.argument() : "local";
    out.write(indent + role + " " + Escapes.visible(variable.declaration()));
    out.write(variable.value().isEmpty() ? "" : " = " + Escapes.visible(variable.value()));
    out.write("  (");
    out.write(variable.confidence().equals("certain") ? "" : variable.confidence() + ", ");
    out.write(Escapes.visible(variable.place()) + ")\n");
  }

  private static void nowhere(Writer out, String indent, List<String> declarations)
      throws IOException {
    if (!declarations.isEmpty()) {
      String all = String.join(", ", declarations);
      out.write(indent + "      optimised out: " + Escapes.visible(all) + "\n");
      declarations.clear();
    }
  }

  private static void words(Writer out, String indent, List<Stack.Word> words) throws IOException {
    for (Stack.Word word : words) {
      out.write(indent);
      out.write("    " + Hex.digits16(word.address()) + ": " + Hex.digits16(word.value()));
      if (!word.meaning().isEmpty()) {
        out.write(" " + Escapes.visible(word.meaning()));
      }
      out.write('\n');
    }
  }
}
