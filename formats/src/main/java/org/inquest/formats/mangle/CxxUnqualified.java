package org.inquest.formats.mangle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The name of one thing in its scope (Itanium C++ ABI, 5.1.3): a word of the source, an operator,
/// a constructor, or what has no name there.
final class CxxUnqualified {
  private final CxxContext context;
  private final MangledText text;

  CxxUnqualified(CxxContext context) {
    this.context = context;
    this.text = context.text;
  }

  /// @param scope what it is in; null where nothing is told of that
  CxxNode name(CxxNames.Shape shape, @Nullable CxxNode scope) {
    text.take("L");
    char next = text.peek();
    CxxNode node;
    if (text.digit()) {
      node = new CxxNode.Text(source());
    } else if (next == 'U') {
      node = unnamed();
    } else if (next == 'C' || next == 'D' && text.peek(1) != 'C') {
      node = structor(shape, scope);
    } else if (text.take("DC")) {
      node = binding();
    } else {
      node = operator(shape);
    }
    while (text.take("B")) {
      node = new CxxNode.Tagged(node, source());
    }
    return node;
  }

  /// A name of the source.
  String source() {
    String name = text.take(text.number());
    // How GCC and Clang name what has no name for others (`_GLOBAL__N_1`).
    return name.startsWith("_GLOBAL_") && name.startsWith("N", 9) ? "(anonymous namespace)" : name;
  }

  private CxxNode unnamed() {
    text.want("U");
    if (text.take("t")) {
      return new CxxNode.Text("{unnamed type#" + (text.ordinal(10) + 1) + "}");
    }
    text.want("l");
    context.lambdas++;
    List<CxxNode> parameters = context.names.parameters();
    context.lambdas--;
    text.want("E");
    return new CxxNode.Lambda(parameters, text.ordinal(10) + 1);
  }

  private CxxNode structor(CxxNames.Shape shape, @Nullable CxxNode scope) {
    boolean destroys = text.next() == 'D';
    boolean inherits = !destroys && text.take("I");
    char kind = text.next();
    if (scope == null || kind < '0' || kind > '9') {
      throw new Malformed();
    }
    if (inherits) {
      context.types.type();
    }
    shape.noResult = true;
    return new CxxNode.Structor(scope, destroys);
  }

  private CxxNode binding() {
    List<CxxNode> names = new ArrayList<>();
    while (!text.take("E")) {
      names.add(new CxxNode.Text(source()));
    }
    return new CxxNode.Sequence(
        List.of(new CxxNode.Text("["), new CxxNode.Commas(names), new CxxNode.Text("]")));
  }

  private CxxNode operator(CxxNames.Shape shape) {
    String code = text.take(2);
    if (code.equals("cv")) {
      boolean before = context.early;
      context.early = true;
      CxxNode to = context.types.type();
      context.early = before;
      shape.noResult = true;
      return new CxxNode.Conversion(to);
    }
    if (code.equals("li")) {
      return new CxxNode.Text("operator\"\" " + source());
    }
    String word = CxxOperators.of(code).orElseThrow(Malformed::new).text();
    boolean letters = Character.isLetter(word.charAt(0));
    return new CxxNode.Text("operator" + (letters ? " " : "") + word);
  }
}
