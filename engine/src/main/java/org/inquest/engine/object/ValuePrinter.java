package org.inquest.engine.object;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongFunction;
import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.IntType;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.QualifiedType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypedefType;
import org.inquest.formats.fault.MemoryFault;

/// Writes values as crash's `struct` and `p` do, which is as gdb does with `set print pretty`. A
/// part that can't be read is named in angle brackets and the rest goes on.
public final class ValuePrinter {
  /// Characters of a string that are written; crash has the same limit.
  private static final int MAX_STRING = 256;

  private static final int MAX_DEPTH = 32;

  /// Characters of one answer. Real structs stay far below; forged ones may contain themselves.
  private static final int MAX_LENGTH = 4 << 20;

  private final ValueStyle style;
  private final LongFunction<String> symbols;

  /// @param symbols what to write behind an address, such as `<init_task+168>`; empty for nothing
  public ValuePrinter(ValueStyle style, LongFunction<String> symbols) {
    this.style = style;
    this.symbols = symbols;
  }

  /// A value with its type's name in front if it is a struct.
  public String print(KObject value) {
    StringBuilder out = new StringBuilder();
    if (value.type().underlying() instanceof StructType struct) {
      out.append(struct.name()).append(' ');
    }
    value(out, value, 0, 0);
    return out.append('\n').toString();
  }

  /// A member by its path, in the form that `struct X.a.b ADDRESS` has: ` a.b = 1,`.
  ///
  /// @throws org.inquest.formats.fault.NotFound where there is no such member
  public String printMember(KObject struct, String path) {
    StringBuilder out = new StringBuilder("  ").append(path).append(" = ");
    value(out, struct.member(path), 2, 0);
    return out.append(",\n").toString();
  }

  private void value(StringBuilder out, KObject value, int indent, int depth) {
    if (depth > MAX_DEPTH || out.length() > MAX_LENGTH) {
      out.append("...");
      return;
    }
    try {
      switch (value.type().underlying()) {
        case StructType t -> struct(out, value, t, indent, depth);
        case ArrayType t -> array(out, value, t, indent, depth);
        case PointerType t -> pointer(out, value, t);
        case EnumType t -> out.append(enumerators(t, value.asLong()));
        case IntType t -> number(out, value, t);
        default -> out.append("<").append(value.type().name()).append(">");
      }
    } catch (MemoryFault e) {
      out.append('<').append(e.getMessage()).append('>');
    }
  }

  private void struct(StringBuilder out, KObject value, StructType type, int indent, int depth) {
    if (type.members().isEmpty()) {
      out.append("{<No data fields>}");
      return;
    }
    out.append("{\n");
    String separator = "";
    for (Member member : type.members()) {
      out.append(separator).repeat(' ', indent + 2);
      if (!member.name().isEmpty()) {
        out.append(member.name()).append(" = ");
      }
      value(out, value.member(member), indent + 2, depth + 1);
      separator = ",\n";
    }
    out.append('\n').repeat(' ', indent).append('}');
  }

  private void array(StringBuilder out, KObject value, ArrayType type, int indent, int depth) {
    if (type.element().underlying() instanceof IntType element && isChar(element)) {
      string(out, value, type.count());
      return;
    }
    if (type.count() == 0) {
      address(out, value.address());
      return;
    }
    out.append('{');
    long shown = 0;
    for (long i = 0; i < type.count(); shown++) {
      if (shown == style.elements()) {
        out.append("...");
        break;
      }
      out.append(i == 0 ? "" : ", ");
      value(out, value.index(i), indent + 2, depth + 1);
      long run = run(value, type, i);
      if (run >= style.repeats()) {
        out.append(" <repeats ").append(run).append(" times>");
        i += run;
      } else {
        i++;
      }
      if (out.length() > MAX_LENGTH) {
        break;
      }
    }
    out.append('}');
  }

  /// How many elements from `from` on have the same bytes.
  private long run(KObject array, ArrayType type, long from) {
    int size = (int) Math.min(type.element().size(), 4096);
    if (style.repeats() == Integer.MAX_VALUE || size == 0 || type.element().size() > size) {
      return 1;
    }
    byte[] first = array.memory().read(array.index(from).address(), size);
    byte[] next = new byte[size];
    long end = from + 1;
    while (end < type.count()) {
      try {
        array.memory().read(array.index(end).address(), next, 0, size);
      } catch (MemoryFault e) {
        break;
      }
      if (!Arrays.equals(first, next)) {
        break;
      }
      end++;
    }
    return end - from;
  }

  private void string(StringBuilder out, KObject value, long count) {
    if (count == 0) {
      address(out, value.address());
      out.append(" \"\"");
      return;
    }
    int length = (int) Math.min(count, MAX_STRING);
    byte[] bytes = value.memory().read(value.address(), length);
    boolean cut = count > length;
    if (!style.wholeStrings()) {
      int end = length;
      while (end > 0 && bytes[end - 1] == 0) {
        end--;
      }
      cut &= end == length;
      length = end;
    } else if (!cut && bytes[length - 1] == 0) {
      length--;
    }
    quote(out, bytes, length, '"');
    out.append(cut ? "..." : "");
  }

  private void number(StringBuilder out, KObject value, IntType type) {
    long number = value.asLong();
    if (type.isBool() && (number == 0 || number == 1)) {
      out.append(number == 1);
    } else if (style.hex()) {
      out.append("0x").append(Long.toHexString(value.asUnsigned()));
    } else {
      out.append(type.signed() ? Long.toString(number) : Long.toUnsignedString(number));
      if (isChar(type)) {
        quote(out.append(' '), new byte[] {(byte) number}, 1, '\'');
      }
    }
  }

  private void pointer(StringBuilder out, KObject value, PointerType type) {
    long target = value.asLong();
    address(out, target);
    if (target != 0 && target(type.target()) instanceof IntType element && isChar(element)) {
      value
          .memory()
          .findString(target, MAX_STRING)
          .ifPresent(text -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            quote(out.append(' '), bytes, bytes.length, '"');
          });
    }
  }

  /// gdb follows `char *` and `const char *`; a typedef of the character, as in `u8 *`, too.
  private static Type target(Type type) {
    return switch (type) {
      case QualifiedType t -> target(t.target());
      case TypedefType t -> t.underlying();
      case FunctionType t -> t;
      default -> type;
    };
  }

  private void address(StringBuilder out, long address) {
    out.append("0x").append(Long.toHexString(address));
    String symbol = address == 0 ? "" : symbols.apply(address);
    if (!symbol.isEmpty()) {
      out.append(' ').append(symbol);
    }
  }

  /// A name; else names joined if all are single bits; else the number.
  private static String enumerators(EnumType type, long value) {
    String exact = type.nameOf(value).orElse(null);
    if (exact != null) {
      return exact;
    }
    StringBuilder out = new StringBuilder("(");
    long rest = value;
    for (EnumType.Enumerator e : type.enumerators()) {
      if (Long.bitCount(e.value()) > 1) {
        return Long.toString(value);
      }
      if ((rest & e.value()) != 0) {
        out.append(out.length() == 1 ? "" : " | ").append(e.name());
        rest &= ~e.value();
      }
    }
    if (rest == value) {
      return Long.toString(value);
    }
    if (rest != 0) {
      out.append(" | unknown: 0x").append(Long.toHexString(rest));
    }
    return out.append(')').toString();
  }

  private static boolean isChar(IntType type) {
    return type.size() == 1 && !type.isBool();
  }

  private static void quote(StringBuilder out, byte[] bytes, int length, char quote) {
    out.append(quote);
    for (int i = 0; i < length; i++) {
      int c = bytes[i] & 0xff;
      switch (c) {
        case 7 -> out.append("\\a");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case 11 -> out.append("\\v");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        case '\\' -> out.append("\\\\");
        default -> {
          if (c == quote) {
            out.append('\\').append(quote);
          } else if (c >= ' ' && c < 0x7f) {
            out.append((char) c);
          } else {
            out.append('\\')
                .append((char) ('0' + (c >> 6)))
                .append((char) ('0' + (c >> 3 & 7)))
                .append((char) ('0' + (c & 7)));
          }
        }
      }
    }
    out.append(quote);
  }
}
