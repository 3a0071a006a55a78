package org.inquest.engine.code.indirect;

import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.FloatType;
import org.inquest.engine.type.ForwardType;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.IntType;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;

/// A text that is the same for function types which C lets one assign to one another. BTF has a
/// type of its own for each function (with its parameters' names) and for each way a pointer to one
/// is declared (without), so type ids don't tell.
///
/// Names of parameters, typedefs and qualifiers don't count; structures are told by their tags.
final class PrototypeKey {
  /// Pointers on pointers and functions that take functions; below, all types are alike.
  private static final int MAX_DEPTH = 6;

  private static final int MAX_PARAMETERS = 64;

  /// Of a forged type; real ones have some hundred characters.
  private static final int MAX_LENGTH = 4000;

  private final StringBuilder out = new StringBuilder();

  private PrototypeKey() {}

  static String of(FunctionType type) {
    PrototypeKey key = new PrototypeKey();
    key.append(type, MAX_DEPTH);
    return key.out.toString();
  }

  private void append(Type type, int depth) {
    if (depth == 0 || out.length() > MAX_LENGTH) {
      out.append('?');
      return;
    }
    switch (type.underlying()) {
      case IntType i -> out.append(i.signed() ? 's' : 'u').append(i.size());
      case FloatType f -> out.append('f').append(f.size());
      case PointerType p -> {
        out.append('*');
        append(p.target(), depth - 1);
      }
      case ArrayType a -> {
        out.append('[').append(a.count()).append(']');
        append(a.element(), depth - 1);
      }
      case StructType s -> tagged(s.isUnion() ? 'U' : 'S', s.tag(), s.size());
      case ForwardType f -> tagged(f.union() ? 'U' : 'S', f.tag(), 0);
      case EnumType e -> tagged('E', e.tag(), e.size());
      case FunctionType f -> function(f, depth);
      default -> out.append('v');
    }
  }

  /// @param size tells those without a tag apart
  private void tagged(char kind, String tag, long size) {
    out.append(kind);
    if (tag.isEmpty()) {
      out.append(size);
    } else {
      out.append(' ').append(tag).append(' ');
    }
  }

  private void function(FunctionType type, int depth) {
    append(type.result(), depth - 1);
    out.append('(');
    type.parameters().stream()
        .limit(MAX_PARAMETERS)
        .forEach(p -> {
          append(p.type(), depth - 1);
          out.append(',');
        });
    out.append(type.variadic() ? "...)" : ")");
  }
}
