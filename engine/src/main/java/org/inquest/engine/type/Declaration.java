package org.inquest.engine.type;

/// Writes declarations as C does: inside out.
final class Declaration {
  private Declaration() {}

  static String of(Type type, String inner) {
    return switch (type) {
      case PointerType p -> of(p.target(), pointer(p.target(), inner));
      case ArrayType a -> of(a.element(), inner + "[" + (a.count() == 0 ? "" : a.count()) + "]");
      case FunctionType f -> of(f.result(), inner + parameters(f));
      case QualifiedType q -> qualified(q, inner);
      case VoidType v -> spaced("void", inner);
      case IntType t -> spaced(t.name(), inner);
      case FloatType t -> spaced(t.name(), inner);
      case StructType t -> spaced(t.name(), inner);
      case EnumType t -> spaced(t.name(), inner);
      case TypedefType t -> spaced(t.name(), inner);
      case ForwardType t -> spaced(t.name(), inner);
    };
  }

  private static String pointer(Type target, String inner) {
    return target instanceof ArrayType || target instanceof FunctionType
        ? "(*" + inner + ")"
        : "*" + inner;
  }

  /// `const char *p`, but `char * const p`: the qualifier of a pointer is written behind its star.
  private static String qualified(QualifiedType type, String inner) {
    // A constant array has constant elements, and BTF may say so twice; C says it once.
    if (type.qualifier().isEmpty() || has(type.qualifier(), type.target())) {
      return of(type.target(), inner);
    }
    if (type.target() instanceof PointerType) {
      return of(type.target(), " " + spaced(type.qualifier(), inner));
    }
    return type.qualifier() + " " + of(type.target(), inner);
  }

  private static boolean has(String qualifier, Type type) {
    return switch (type) {
      case QualifiedType t -> t.qualifier().equals(qualifier) || has(qualifier, t.target());
      case ArrayType t -> has(qualifier, t.element());
      default -> false;
    };
  }

  private static String parameters(FunctionType type) {
    StringBuilder out = new StringBuilder("(");
    for (FunctionType.Parameter parameter : type.parameters()) {
      out.append(out.length() > 1 ? ", " : "").append(parameter.type().name());
    }
    if (type.variadic()) {
      out.append(out.length() > 1 ? ", ..." : "...");
    }
    return out.append(out.length() == 1 ? "void)" : ")").toString();
  }

  private static String spaced(String word, String inner) {
    return inner.isEmpty() ? word : word + " " + inner;
  }
}
