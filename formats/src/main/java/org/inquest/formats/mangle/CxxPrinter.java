package org.inquest.formats.mangle;

import java.util.List;
import java.util.Optional;

/// Writes the nodes of a C++ name as the source has them. Substitutions make a name of a hundred
/// characters as long as one likes: what becomes too long is no name.
final class CxxPrinter {
  private static final int LONGEST = 1 << 16;
  private static final int MOST_STEPS = 1 << 17;

  /// Nodes in each other; a name's text bounds what it nests by itself, substitutions do not.
  private static final int DEEPEST = 512;

  private final StringBuilder out = new StringBuilder();
  private int steps;
  private int depth;

  /// Which element of the packs is written; -1 outside of expansions.
  private int element = -1;

  static String print(CxxNode node) {
    CxxPrinter printer = new CxxPrinter();
    printer.print1(node);
    return printer.out.toString();
  }

  private void print1(CxxNode node) {
    left(node);
    right(node);
  }

  private void enter() {
    if (++steps > MOST_STEPS || ++depth > DEEPEST || out.length() > LONGEST) {
      throw new Malformed();
    }
  }

  private void left(CxxNode written) {
    enter();
    CxxNode node = resolve(written);
    switch (node) {
      case CxxNode.Text(String text) -> out.append(text);
      case CxxNode.Abbreviation word -> out.append(word.brief());
      case CxxNode.Qualified qualified -> qualified(qualified);
      case CxxNode.Templated(CxxNode name, List<CxxNode> arguments) -> templated(name, arguments);
      case CxxNode.Tagged(CxxNode name, String tag) -> {
        print1(name);
        out.append("[abi:").append(tag).append(']');
      }
      case CxxNode.Structor(CxxNode of, boolean destroys) ->
          out.append(destroys ? "~" : "").append(base(of));
      case CxxNode.Conversion(CxxNode to) -> {
        out.append("operator ");
        print1(to);
      }
      case CxxNode.Lambda(List<CxxNode> parameters, int number) -> {
        out.append("{lambda(");
        commas(parameters);
        out.append(")#").append(number).append('}');
      }
      case CxxNode.Special(String words, CxxNode of) -> {
        out.append(words);
        print1(of);
      }
      case CxxNode.VtableIn(CxxNode of, CxxNode in) -> {
        out.append("construction vtable for ");
        print1(of);
        out.append("-in-");
        print1(in);
      }
      case CxxNode.Sequence(List<CxxNode> parts) -> parts.forEach(this::print1);
      case CxxNode.Commas(List<CxxNode> parts) -> commas(parts);
      case CxxNode.Suffixed suffixed -> suffixed(suffixed);
      case CxxNode.Function function -> functionLeft(function);
      case CxxNode.Array(CxxNode of, CxxNode _) -> left(of);
      case CxxNode.Member(CxxNode of, CxxNode type) -> {
        left(type);
        out.append(resolve(type) instanceof CxxNode.Function ? "(" : " ");
        print1(of);
        out.append("::*");
      }
      case CxxNode.Argument(List<CxxNode> values, boolean _) -> commas(values);
      case CxxNode.Parameter(int _, CxxNode stands) -> left(stands);
      case CxxNode.Expansion(CxxNode pattern) -> expansion(pattern);
      case CxxNode.Operand(CxxNode of) -> operand(of);
      case CxxNode.Later later -> left(later.argument());
    }
    depth--;
  }

  /// What a node is, without parameters of templates.
  private CxxNode resolve(CxxNode written) {
    CxxNode node = written;
    for (int i = 0; i < DEEPEST; i++) {
      if (node instanceof CxxNode.Later later) {
        node = later.argument();
      } else if (node instanceof CxxNode.Parameter(int _, CxxNode stands)) {
        node = stands;
      } else if (node instanceof CxxNode.Argument(List<CxxNode> values, boolean pack)) {
        if (!pack) {
          node = values.getFirst();
        } else if (element >= 0 && element < values.size()) {
          node = values.get(element);
        } else {
          return node;
        }
      } else {
        return element(node);
      }
    }
    throw new Malformed();
  }

  /// An array of constants, where it is written as a constant array.
  private CxxNode element(CxxNode node) {
    return node instanceof CxxNode.Suffixed(CxxNode of, String word)
            && word.startsWith(" ")
            && resolve(of) instanceof CxxNode.Array(CxxNode element, CxxNode bound)
        ? new CxxNode.Array(new CxxNode.Suffixed(element, word), bound)
        : node;
  }

  private void qualified(CxxNode.Qualified node) {
    boolean structor = node.name() instanceof CxxNode.Structor;
    CxxNode scope = resolve(node.scope());
    if (structor && scope instanceof CxxNode.Abbreviation word) {
      out.append(word.full());
    } else {
      print1(scope);
    }
    out.append("::");
    print1(node.name());
  }

  private void templated(CxxNode name, List<CxxNode> arguments) {
    print1(name);
    if (last() == '<') {
      out.append(' ');
    }
    out.append('<');
    commas(arguments);
    // As it was written before C++11, and still is by all who demangle for binutils.
    if (last() == '>') {
      out.append(' ');
    }
    out.append('>');
  }

  private char last() {
    return out.isEmpty() ? 0 : out.charAt(out.length() - 1);
  }

  private void commas(List<CxxNode> parts) {
    int begin = out.length();
    for (CxxNode part : parts) {
      int before = out.length();
      if (before > begin) {
        out.append(", ");
      }
      int after = out.length();
      print1(part);
      if (out.length() == after) {
        out.setLength(before); // A pack without elements.
      }
    }
  }

  private void suffixed(CxxNode.Suffixed node) {
    CxxNode of = resolve(node.of());
    String word = node.word();
    if (word.startsWith("&")) {
      // References to references are one: to an rvalue only if all are.
      while (of instanceof CxxNode.Suffixed(CxxNode inner, String theirs)
          && theirs.startsWith("&")) {
        word = word.length() < theirs.length() ? word : theirs;
        of = resolve(inner);
      }
    } else if (of instanceof CxxNode.Suffixed(CxxNode _, String theirs)
        && theirs.equals(word)
        && word.startsWith(" ")) {
      left(of); // const const
      return;
    }
    left(of);
    if (around(of)) {
      out.append(last() == ' ' || last() == '(' ? "(" : " (");
    }
    out.append(word);
  }

  /// Whether pointers to it are in parentheses.
  private static boolean around(CxxNode of) {
    return of instanceof CxxNode.Array
        || of instanceof CxxNode.Function function && function.name() == null;
  }

  private void functionLeft(CxxNode.Function node) {
    if (node.result() != null) {
      left(node.result());
      if (last() != '*' && last() != '(' && last() != '&' || !hasRight(node.result())) {
        out.append(' ');
      }
    }
    if (node.name() != null) {
      print1(node.name());
      functionRight(node);
    }
  }

  private void functionRight(CxxNode.Function node) {
    out.append('(');
    commas(node.parameters());
    out.append(')').append(node.words());
    if (node.result() != null) {
      right(node.result());
    }
  }

  private boolean hasRight(CxxNode written) {
    CxxNode node = resolve(written);
    return switch (node) {
      case CxxNode.Suffixed suffixed -> hasRight(suffixed.of());
      case CxxNode.Array _, CxxNode.Member _ -> true;
      case CxxNode.Function function -> function.name() == null;
      default -> false;
    };
  }

  private void right(CxxNode written) {
    enter();
    CxxNode node = resolve(written);
    switch (node) {
      case CxxNode.Suffixed suffixed -> {
        CxxNode of = resolve(suffixed.of());
        while (suffixed.word().startsWith("&")
            && of instanceof CxxNode.Suffixed(CxxNode inner, String theirs)
            && theirs.startsWith("&")) {
          of = resolve(inner);
        }
        if (around(of)) {
          out.append(')');
        }
        right(of);
      }
      case CxxNode.Function function when function.name() == null -> functionRight(function);
      case CxxNode.Array(CxxNode of, CxxNode bound) -> {
        out.append(last() == ']' ? "[" : " [");
        print1(bound);
        out.append(']');
        right(of);
      }
      case CxxNode.Member(CxxNode _, CxxNode type) -> {
        if (resolve(type) instanceof CxxNode.Function) {
          out.append(')');
        }
        right(type);
      }
      default -> {}
    }
    depth--;
  }

  private void expansion(CxxNode pattern) {
    Optional<Integer> size = packIn(pattern, 0);
    if (size.isEmpty()) {
      operand(pattern);
      out.append("...");
      return;
    }
    int outer = element;
    int begin = out.length();
    for (int i = 0; i < size.get(); i++) {
      if (out.length() > begin) {
        out.append(", ");
      }
      element = i;
      print1(pattern);
    }
    element = outer;
  }

  /// How many elements the first pack of a pattern has.
  private Optional<Integer> packIn(CxxNode node, int deep) {
    if (++steps > MOST_STEPS || deep > DEEPEST) {
      throw new Malformed();
    }
    if (node instanceof CxxNode.Argument(List<CxxNode> values, boolean pack)) {
      return pack ? Optional.of(values.size()) : Optional.empty();
    }
    return CxxParts.of(node).stream()
        .map(part -> packIn(part, deep + 1))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private void operand(CxxNode of) {
    CxxNode node = resolve(of);
    boolean plain =
        node instanceof CxxNode.Text
            || node instanceof CxxNode.Qualified
            || node instanceof CxxNode.Commas;
    if (!plain) {
      out.append('(');
    }
    print1(node);
    if (!plain) {
      out.append(')');
    }
  }

  /// What constructors of a class are called.
  private String base(CxxNode of) {
    return switch (resolve(of)) {
      case CxxNode.Qualified(CxxNode scope, CxxNode.Text(String text)) when text.startsWith("{") ->
          base(scope);
      case CxxNode.Qualified(CxxNode _, CxxNode name) -> base(name);
      case CxxNode.Templated(CxxNode name, List<CxxNode> _) -> base(name);
      case CxxNode.Tagged(CxxNode name, String _) -> base(name);
      case CxxNode.Abbreviation word -> word.last();
      case CxxNode.Text(String text) -> text;
      case CxxNode node -> print(node);
    };
  }
}
