package org.inquest.formats.mangle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Expressions in types and arguments of templates (Itanium C++ ABI, 5.1.6).
final class CxxExpressions {
  private static final Map<String, String> CASTS =
      Map.of(
          "dc", "dynamic_cast",
          "sc", "static_cast",
          "cc", "const_cast",
          "rc", "reinterpret_cast");

  /// Of a type, between parentheses.
  private static final Map<String, String> OF_TYPE =
      Map.of("st", "sizeof", "at", "alignof", "ti", "typeid ");

  /// Of an expression.
  private static final Map<String, String> OF_VALUE =
      Map.of("sz", "sizeof", "az", "alignof", "te", "typeid ", "nx", "noexcept");

  /// What follows the number of a literal of these types; nothing for `int`.
  private static final Map<String, String> SUFFIXES =
      Map.of(
          "int", "",
          "unsigned int", "u",
          "long", "l",
          "unsigned long", "ul",
          "long long", "ll",
          "unsigned long long", "ull");

  private final CxxContext context;
  private final MangledText text;

  CxxExpressions(CxxContext context) {
    this.context = context;
    this.text = context.text;
  }

  CxxNode expression() {
    text.enter();
    CxxNode node = any();
    text.leave();
    return node;
  }

  private static CxxNode words(Object... parts) {
    List<CxxNode> all = new ArrayList<>();
    for (Object part : parts) {
      all.add(part instanceof CxxNode node ? node : new CxxNode.Text(part.toString()));
    }
    return new CxxNode.Sequence(all);
  }

  private CxxNode any() {
    char next = text.peek();
    if (next == 'L') {
      return literal();
    }
    if (next == 'T') {
      return context.types.parameter();
    }
    if (text.digit()) {
      return name();
    }
    String code = text.take(2);
    if (OF_TYPE.containsKey(code)) {
      return words(
          OF_TYPE.get(code), " (".substring(code.equals("ti") ? 1 : 0), context.types.type(), ")");
    }
    if (OF_VALUE.containsKey(code)) {
      return words(OF_VALUE.get(code), " ", new CxxNode.Operand(expression()));
    }
    if (CASTS.containsKey(code)) {
      CxxNode to = context.types.type();
      return words(CASTS.get(code), "<", to, ">(", expression(), ")");
    }
    return switch (code) {
      case "fp", "fL" -> parameter(code);
      case "sr" -> scoped();
      case "sp" -> new CxxNode.Expansion(expression());
      case "sZ" -> sizeOfPack();
      case "cl" -> words(new CxxNode.Operand(expression()), "(", list(), ")");
      case "cv" -> conversion();
      case "tl" -> words(context.types.type(), "{", list(), "}");
      case "il" -> words("{", list(), "}");
      case "on" -> operatorName();
      case "gs" -> words("::", expression());
      case "tr" -> words("throw");
      case "tw" -> words("throw ", expression());
      default -> operator(code);
    };
  }

  private CxxNode name() {
    CxxNode name = new CxxNode.Text(context.unqualified.source());
    return text.peek() == 'I' ? new CxxNode.Templated(name, context.names.arguments(false)) : name;
  }

  private CxxNode operatorName() {
    CxxNode name = context.unqualified.name(new CxxNames.Shape(true), null);
    return text.peek() == 'I' ? new CxxNode.Templated(name, context.names.arguments(false)) : name;
  }

  private CxxNode list() {
    List<CxxNode> all = new ArrayList<>();
    while (!text.take("E")) {
      all.add(expression());
    }
    return new CxxNode.Commas(all);
  }

  /// A parameter of the function that the expression is about.
  private CxxNode parameter(String code) {
    if (text.take("T")) {
      return new CxxNode.Text("this");
    }
    if (code.equals("fL")) {
      text.number();
      text.want("p");
    }
    text.take("r");
    text.take("V");
    text.take("K");
    return new CxxNode.Text("{parm#" + (text.ordinal(10) + 1) + "}");
  }

  private CxxNode scoped() {
    if (text.digit()) {
      int begin = text.position();
      int known = context.substitutions.size();
      try {
        return levels(name());
      } catch (Malformed e) {
        // As compilers wrote it before the ABI asked for an end mark: a type and what is in it.
        text.goTo(begin);
        context.substitutions.subList(known, context.substitutions.size()).clear();
      }
    } else if (text.take("N")) {
      return levels(context.types.type());
    }
    CxxNode scope = context.types.type();
    return new CxxNode.Qualified(scope, member());
  }

  /// `unresolved-qualifier-level`s to their end mark, and the name that is in them.
  private CxxNode levels(CxxNode first) {
    CxxNode scope = first;
    while (!text.take("E")) {
      scope = new CxxNode.Qualified(scope, name());
    }
    return new CxxNode.Qualified(scope, member());
  }

  private CxxNode member() {
    if (text.take("dn")) {
      return words("~", text.digit() ? name() : context.types.type());
    }
    text.take("on");
    CxxNode name = context.unqualified.name(new CxxNames.Shape(true), null);
    return text.peek() == 'I' ? new CxxNode.Templated(name, context.names.arguments(false)) : name;
  }

  /// The number itself, where the pack is known.
  private CxxNode sizeOfPack() {
    CxxNode written = expression();
    CxxNode pack = written instanceof CxxNode.Parameter(int _, CxxNode stands) ? stands : written;
    if (pack instanceof CxxNode.Argument(List<CxxNode> values, boolean isPack) && isPack) {
      return words(values.size());
    }
    return words("sizeof...(", pack, ")");
  }

  private CxxNode conversion() {
    CxxNode to = context.types.type();
    if (text.take("_")) {
      return words("(", to, ")(", list(), ")");
    }
    return words("(", to, ")", new CxxNode.Operand(expression()));
  }

  private CxxNode operator(String code) {
    CxxOperators.Operator operator = CxxOperators.of(code).orElseThrow(Malformed::new);
    String word = operator.text();
    return switch (operator.operands()) {
      case 1 -> unary(code, word);
      case 2 -> binary(word);
      case 3 -> {
        CxxNode condition = new CxxNode.Operand(expression());
        CxxNode yes = new CxxNode.Operand(expression());
        yield words(condition, "?", yes, " : ", new CxxNode.Operand(expression()));
      }
      default -> throw new Malformed();
    };
  }

  private CxxNode unary(String code, String word) {
    boolean prefix = (code.equals("pp") || code.equals("mm")) && text.take("_");
    CxxNode of = expression();
    if (code.equals("ad")
        && of instanceof CxxNode.Function function
        && function.name() instanceof CxxNode.Qualified name) {
      return words(word, name); // A member: which one is told by the parameter that it is for.
    }
    boolean behind = (code.equals("pp") || code.equals("mm")) && !prefix;
    CxxNode operand = new CxxNode.Operand(of);
    return behind ? words(operand, word) : words(word, operand);
  }

  private CxxNode binary(String word) {
    CxxNode left = expression();
    CxxNode right = expression();
    return switch (word) {
      case "[]" -> words(new CxxNode.Operand(left), "[", right, "]");
      case ".", "->" -> words(new CxxNode.Operand(left), word, new CxxNode.Operand(right));
      // It would end the list of arguments.
      case ">" -> words("(", new CxxNode.Operand(left), word, new CxxNode.Operand(right), ")");
      default -> words(new CxxNode.Operand(left), word, new CxxNode.Operand(right));
    };
  }

  /// `L ... E`.
  private CxxNode literal() {
    text.want("L");
    if (text.take("_Z") || text.take("Z")) {
      CxxNode of = context.names.encoding();
      text.want("E");
      return of;
    }
    CxxNode type = context.types.type();
    String minus = text.take("n") ? "-" : "";
    StringBuilder digits = new StringBuilder();
    while (text.peek() != 'E') {
      digits.append(text.next());
    }
    text.want("E");
    String value = minus + digits;
    if (type instanceof CxxNode.Text(String name)) {
      if (name.equals("bool") && (value.equals("0") || value.equals("1"))) {
        return words(value.equals("1") ? "true" : "false");
      }
      String suffix = SUFFIXES.get(name);
      if (suffix != null) {
        return words(value + suffix);
      }
    }
    return digits.isEmpty() ? words("(", type, ")0") : words("(", type, ")", value);
  }
}
