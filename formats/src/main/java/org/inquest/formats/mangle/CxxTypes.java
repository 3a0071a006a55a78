package org.inquest.formats.mangle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Types of C++ (Itanium C++ ABI, 5.1.5 and 5.1.10).
final class CxxTypes {
  private static final Map<Character, String> BUILTIN =
      Map.ofEntries(
          Map.entry('v', "void"),
          Map.entry('w', "wchar_t"),
          Map.entry('b', "bool"),
          Map.entry('c', "char"),
          Map.entry('a', "signed char"),
          Map.entry('h', "unsigned char"),
          Map.entry('s', "short"),
          Map.entry('t', "unsigned short"),
          Map.entry('i', "int"),
          Map.entry('j', "unsigned int"),
          Map.entry('l', "long"),
          Map.entry('m', "unsigned long"),
          Map.entry('x', "long long"),
          Map.entry('y', "unsigned long long"),
          Map.entry('n', "__int128"),
          Map.entry('o', "unsigned __int128"),
          Map.entry('f', "float"),
          Map.entry('d', "double"),
          Map.entry('e', "long double"),
          Map.entry('g', "__float128"),
          Map.entry('z', "..."));

  private static final Map<Character, String> OF_D =
      Map.of(
          'd', "decimal64",
          'e', "decimal128",
          'f', "decimal32",
          'h', "half",
          'i', "char32_t",
          's', "char16_t",
          'u', "char8_t",
          'a', "auto",
          'c', "decltype(auto)",
          'n', "decltype(nullptr)");

  private static final Map<Character, CxxNode> ABBREVIATIONS =
      Map.of(
          'a',
          new CxxNode.Abbreviation("std::allocator", "std::allocator", "allocator"),
          'b',
          new CxxNode.Abbreviation("std::basic_string", "std::basic_string", "basic_string"),
          's',
          abbreviation("std::string", "string", ", std::allocator<char> "),
          'i',
          abbreviation("std::istream", "istream", ""),
          'o',
          abbreviation("std::ostream", "ostream", ""),
          'd',
          abbreviation("std::iostream", "iostream", ""));

  private final CxxContext context;
  private final MangledText text;

  CxxTypes(CxxContext context) {
    this.context = context;
    this.text = context.text;
  }

  private static CxxNode abbreviation(String brief, String what, String more) {
    String of = "std::basic_" + what + "<char, std::char_traits<char>" + more;
    return new CxxNode.Abbreviation(brief, of + (more.isEmpty() ? " >" : ">"), "basic_" + what);
  }

  CxxNode type() {
    text.enter();
    CxxNode node = anyType();
    text.leave();
    return node;
  }

  private CxxNode anyType() {
    char next = text.peek();
    String builtin = BUILTIN.get(next);
    if (builtin != null) {
      text.next();
      return new CxxNode.Text(builtin);
    }
    return switch (next) {
      case 'r', 'V', 'K' -> qualified();
      case 'P' -> suffixed("*");
      case 'R' -> suffixed("&");
      case 'O' -> suffixed("&&");
      case 'C' -> suffixed(" _Complex");
      case 'G' -> suffixed(" _Imaginary");
      case 'F' -> context.remember(function(""));
      case 'A' -> context.remember(array());
      case 'M' -> context.remember(member());
      case 'D' -> ofD();
      case 'S' -> text.peek(1) == 't' ? named() : substituted();
      case 'T' -> parameterType();
      case 'U' -> context.remember(vendor());
      case 'u' -> {
        text.next();
        yield context.remember(new CxxNode.Text(context.unqualified.source()));
      }
      default -> named();
    };
  }

  private CxxNode named() {
    return context.remember(context.names.name(new CxxNames.Shape(true)));
  }

  private CxxNode suffixed(String word) {
    text.next();
    return context.remember(new CxxNode.Suffixed(type(), word));
  }

  private CxxNode qualified() {
    boolean restrict = text.take("r");
    boolean isVolatile = text.take("V");
    boolean isConst = text.take("K");
    char next = text.peek();
    if (next == 'F' || next == 'D' && (text.peek(1) == 'o' || text.peek(1) == 'O')) {
      String words =
          (isConst ? " const" : "")
              + (isVolatile ? " volatile" : "")
              + (restrict ? " __restrict" : "");
      return context.remember(function(words));
    }
    CxxNode node = type();
    node = isConst ? new CxxNode.Suffixed(node, " const") : node;
    node = isVolatile ? new CxxNode.Suffixed(node, " volatile") : node;
    node = restrict ? new CxxNode.Suffixed(node, " __restrict") : node;
    return context.remember(node);
  }

  private CxxNode function(String before) {
    String words = before;
    if (text.take("Do")) {
      words += " noexcept";
    } else if (text.take("DO")) {
      CxxNode condition = context.expressions.expression();
      text.want("E");
      words += " noexcept(" + CxxPrinter.print(condition) + ")";
    }
    text.want("F");
    text.take("Y");
    CxxNode result = type();
    List<CxxNode> parameters = context.names.parameters();
    if (text.take("R")) {
      words += " &";
    } else if (text.take("O")) {
      words += " &&";
    }
    text.want("E");
    return new CxxNode.Function(result, null, parameters, words);
  }

  private CxxNode array() {
    text.want("A");
    CxxNode bound;
    if (text.digit()) {
      bound = new CxxNode.Text(Integer.toString(text.number()));
    } else if (text.peek() == '_') {
      bound = new CxxNode.Text("");
    } else {
      bound = context.expressions.expression();
    }
    text.want("_");
    return new CxxNode.Array(type(), bound);
  }

  private CxxNode member() {
    text.want("M");
    CxxNode of = type();
    return new CxxNode.Member(of, type());
  }

  private CxxNode ofD() {
    char second = text.peek(1);
    switch (second) {
      case 't', 'T' -> {
        return context.remember(decltype());
      }
      case 'p' -> {
        text.take(2);
        return context.remember(new CxxNode.Expansion(type()));
      }
      case 'o', 'O' -> {
        return context.remember(function(""));
      }
      case 'v' -> {
        return context.remember(vector());
      }
      case 'F' -> {
        text.take(2);
        int bits = text.number();
        boolean brain = text.take("b");
        boolean extended = !brain && text.take("x");
        text.take("_");
        String name = brain ? "std::bfloat" + bits + "_t" : "_Float" + bits + (extended ? "x" : "");
        return new CxxNode.Text(name);
      }
      default -> {
        String name = OF_D.get(second);
        if (name == null) {
          throw new Malformed();
        }
        text.take(2);
        return new CxxNode.Text(name);
      }
    }
  }

  /// `Dt` and `DT`.
  CxxNode decltype() {
    text.take(2);
    CxxNode of = context.expressions.expression();
    text.want("E");
    return new CxxNode.Sequence(List.of(new CxxNode.Text("decltype ("), of, new CxxNode.Text(")")));
  }

  private CxxNode vector() {
    text.want("Dv");
    CxxNode size;
    if (text.take("_")) {
      size = context.expressions.expression();
    } else {
      size = new CxxNode.Text(Integer.toString(text.number()));
    }
    text.want("_");
    CxxNode of = type();
    return new CxxNode.Sequence(
        List.of(of, new CxxNode.Text(" __vector("), size, new CxxNode.Text(")")));
  }

  private CxxNode vendor() {
    text.want("U");
    String word = context.unqualified.source();
    if (text.peek() == 'I') {
      throw new Malformed();
    }
    return new CxxNode.Suffixed(type(), " " + word);
  }

  private CxxNode substituted() {
    CxxNode node = substitution();
    if (text.peek() != 'I') {
      return node;
    }
    return context.remember(new CxxNode.Templated(node, context.names.arguments(false)));
  }

  private CxxNode parameterType() {
    char second = text.peek(1);
    if (second == 's' || second == 'u' || second == 'e') {
      text.take(2);
      return named();
    }
    CxxNode node = context.remember(parameter());
    if (text.peek() != 'I' || context.early) {
      return node;
    }
    return context.remember(new CxxNode.Templated(node, context.names.arguments(false)));
  }

  /// `T_`, `T0_`.
  CxxNode parameter() {
    text.want("T");
    return context.parameter(text.ordinal(10));
  }

  /// `S_`, `S0_`, `Sa` and so on.
  CxxNode substitution() {
    text.want("S");
    char next = text.peek();
    if (next == '_' || text.digit() || next >= 'A' && next <= 'Z') {
      return context.substitution(text.ordinal(36));
    }
    CxxNode node = ABBREVIATIONS.get(text.next());
    if (node == null) {
      throw new Malformed();
    }
    List<String> tags = new ArrayList<>();
    while (text.take("B")) {
      tags.add(context.unqualified.source());
    }
    for (String tag : tags) {
      node = context.remember(new CxxNode.Tagged(node, tag));
    }
    return node;
  }
}
