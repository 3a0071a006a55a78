package org.inquest.formats.mangle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names and encodings of C++ (Itanium C++ ABI, 5.1.2 to 5.1.4): which function or variable of
/// which scope.
final class CxxNames {
  private final CxxContext context;
  private final MangledText text;

  CxxNames(CxxContext context) {
    this.context = context;
    this.text = context.text;
  }

  /// A whole symbol.
  ///
  /// @param parameters whether a function has its result and parameters, too
  static String demangle(String symbol, boolean parameters) {
    CxxContext context = new CxxContext(new MangledText(symbol, 2));
    CxxNode node = context.names.encoding();
    if (!parameters && node instanceof CxxNode.Function function && function.name() != null) {
      node = function.name();
    }
    StringBuilder out = new StringBuilder(CxxPrinter.print(node));
    String rest = context.text.rest();
    if (!rest.isEmpty() && !rest.matches("(\\.([a-z_]+|\\d+)(\\.\\d+)*)+")) {
      throw new Malformed();
    }
    // Copies of functions: .cold, .part.0, .constprop.0, .isra.0.
    while (!rest.isEmpty()) {
      int end = 1;
      while (end < rest.length()
          && (rest.charAt(end) != '.'
              || end + 1 < rest.length() && Character.isDigit(rest.charAt(end + 1)))) {
        end++;
      }
      out.append(" [clone ").append(rest, 0, end).append(']');
      rest = rest.substring(end);
    }
    return out.toString();
  }

  /// What is known of a name while it is read.
  static final class Shape {
    /// Whether it ends in arguments of a template: then its type begins with the result.
    boolean templated;

    /// Constructors, destructors and conversions have no result.
    boolean noResult;

    /// `const` and the like of a member function.
    String words = "";

    /// Whether it is a type's name: the parameters of templates around it are others'.
    final boolean ofType;

    Shape(boolean ofType) {
      this.ofType = ofType;
    }
  }

  CxxNode encoding() {
    text.enter();
    CxxNode node;
    if (text.peek() == 'T' || text.peek() == 'G') {
      node = new CxxSpecials(context).special();
    } else {
      Shape shape = new Shape(false);
      node = name(shape);
      if (!over()) {
        CxxNode result = shape.templated && !shape.noResult ? context.types.type() : null;
        node = new CxxNode.Function(result, node, parameters(), shape.words);
      }
    }
    text.leave();
    return node;
  }

  private boolean over() {
    return text.end() || text.peek() == 'E' || text.peek() == '.';
  }

  /// Types of parameters, to the end of what they are part of.
  List<CxxNode> parameters() {
    List<CxxNode> all = new ArrayList<>();
    if (text.take("v")) {
      return all;
    }
    while (!over()) {
      if ((text.peek() == 'R' || text.peek() == 'O') && text.peek(1) == 'E') {
        break;
      }
      all.add(context.types.type());
    }
    return all;
  }

  CxxNode name(Shape shape) {
    text.enter();
    CxxNode node =
        switch (text.peek()) {
          case 'N' -> nested(shape);
          case 'Z' -> local(shape);
          default -> unscoped(shape);
        };
    text.leave();
    return node;
  }

  private CxxNode unscoped(Shape shape) {
    CxxNode node;
    boolean known = false;
    if (text.peek() == 'S' && text.peek(1) != 't') {
      node = context.types.substitution();
      known = true;
      if (text.peek() != 'I') {
        throw new Malformed();
      }
    } else if (text.take("St")) {
      node = new CxxNode.Qualified(new CxxNode.Text("std"), context.unqualified.name(shape, null));
    } else {
      node = context.unqualified.name(shape, null);
    }
    if (text.peek() == 'I') {
      if (!known) {
        context.remember(node);
      }
      node = new CxxNode.Templated(node, arguments(!shape.ofType));
      shape.templated = true;
    }
    return node;
  }

  private CxxNode nested(Shape shape) {
    text.want("N");
    qualifiers(shape);
    CxxNode node = null;
    boolean remembered = false;
    while (!text.take("E")) {
      char next = text.peek();
      if (next == 'S' && text.peek(1) != 't') {
        if (node != null) {
          throw new Malformed();
        }
        node = context.types.substitution();
        remembered = false;
        continue;
      }
      if (next == 'S' && node == null) {
        text.want("St");
        node = new CxxNode.Text("std");
        remembered = false;
        continue;
      }
      if (next == 'M' && node != null) {
        text.next(); // The initialiser of a member, in which a lambda stands.
        continue;
      }
      node = step(shape, node);
      context.remember(node);
      remembered = true;
    }
    if (node == null) {
      throw new Malformed();
    }
    if (remembered) {
      context.substitutions.removeLast();
    }
    return node;
  }

  private CxxNode step(Shape shape, @Nullable CxxNode before) {
    char next = text.peek();
    if (next == 'T' && before == null) {
      return context.types.parameter();
    }
    if (next == 'I' && before != null) {
      shape.templated = true;
      return new CxxNode.Templated(before, arguments(!shape.ofType));
    }
    if (next == 'D' && (text.peek(1) == 't' || text.peek(1) == 'T') && before == null) {
      return context.types.decltype();
    }
    shape.templated = false;
    shape.noResult = false;
    CxxNode name = context.unqualified.name(shape, before);
    return before == null ? name : new CxxNode.Qualified(before, name);
  }

  private void qualifiers(Shape shape) {
    StringBuilder words = new StringBuilder();
    boolean restrict = text.take("r");
    boolean isVolatile = text.take("V");
    words.append(text.take("K") ? " const" : "");
    words.append(isVolatile ? " volatile" : "").append(restrict ? " __restrict" : "");
    if (text.take("R")) {
      words.append(" &");
    } else if (text.take("O")) {
      words.append(" &&");
    }
    shape.words = words.toString();
  }

  /// Something inside of a function.
  private CxxNode local(Shape shape) {
    text.want("Z");
    List<CxxNode> outer = context.arguments;
    CxxNode function = encoding();
    if (function instanceof CxxNode.Function known) {
      // Nobody wants its result in front of the name.
      function = new CxxNode.Function(null, known.name(), known.parameters(), known.words());
    }
    text.want("E");
    CxxNode inner;
    if (text.take("s")) {
      inner = new CxxNode.Text("string literal");
      discriminator();
    } else if (text.take("d")) {
      int number = text.ordinal(10);
      inner = new CxxNode.Text("{default arg#" + (number + 1) + "}");
      inner = new CxxNode.Qualified(inner, name(shape));
    } else {
      inner = name(shape);
      discriminator();
    }
    if (shape.ofType) {
      context.arguments = outer;
    }
    return new CxxNode.Qualified(function, inner);
  }

  private void discriminator() {
    if (text.take("__")) {
      text.number();
      text.want("_");
    } else if (text.peek() == '_' && Character.isDigit(text.peek(1))) {
      text.take(2);
    }
  }

  /// `I ... E`.
  ///
  /// @param own whether `T_` means one of these from now on: not so for those of types in a name
  List<CxxNode> arguments(boolean own) {
    text.enter();
    text.want("I");
    List<CxxNode> all = new ArrayList<>();
    if (own) {
      context.arguments = all;
    }
    while (!text.take("E")) {
      all.add(argument());
    }
    if (own) {
      context.later.forEach(one -> one.resolve(all));
    }
    text.leave();
    return all;
  }

  private CxxNode argument() {
    text.enter();
    CxxNode node;
    if (text.take("X")) {
      node = context.expressions.expression();
      text.want("E");
    } else if (text.peek() == 'L') {
      node = context.expressions.expression();
    } else if (text.take("J")) {
      List<CxxNode> pack = new ArrayList<>();
      while (!text.take("E")) {
        pack.add(argument());
      }
      text.leave();
      return new CxxNode.Argument(pack, true);
    } else {
      node = context.types.type();
    }
    text.leave();
    return new CxxNode.Argument(List.of(node), false);
  }
}
