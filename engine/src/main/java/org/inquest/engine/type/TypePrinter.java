package org.inquest.engine.type;

import java.util.List;

/// Writes types as crash's `struct`, `union` and `whatis` do.
///
/// ```
/// struct rb_node {
///    [0] unsigned long __rb_parent_color;
///    [8] struct rb_node *rb_right;
///   [16] struct rb_node *rb_left;
/// }
/// SIZE: 24
/// ```
///
/// A struct without a tag is written out where it stands. If it has no name either, its members get
/// offsets, for they belong to the outer struct; if it has one, only it does.
public final class TypePrinter {
  private static final int INDENT = 4;

  /// Deeper than any kernel type is nested; a forged type may contain itself.
  private static final int MAX_DEPTH = 24;

  /// Characters of one answer; far above the largest kernel struct's.
  private static final int MAX_LENGTH = 1 << 20;

  private final boolean offsets;
  private final boolean hex;
  private final long base;
  private final StringBuilder out = new StringBuilder();

  /// Width of the column with the offsets; 0 where there is none.
  private int column;

  private TypePrinter(boolean offsets, boolean hex, long base) {
    this.offsets = offsets;
    this.hex = hex;
    this.base = base;
  }

  /// The definition and size of a type: a struct with its members, an enum with its values, what a
  /// typedef stands for.
  ///
  /// @param hex whether sizes are hexadecimal
  public static String print(Type type, boolean hex) {
    return new TypePrinter(false, hex, 0).whole(type);
  }

  /// Like [#print], with the offset of each member in front of it.
  ///
  /// @param base added to the offsets: the address of a struct, and then all are hexadecimal; or 0
  public static String printOffsets(Type type, boolean hex, long base) {
    return new TypePrinter(true, hex, base).whole(type);
  }

  /// Some members of a struct, by name or path, with their offsets where asked.
  ///
  /// @throws org.inquest.formats.fault.NotFound where the struct lacks one
  public static String printMembers(
      StructType struct, List<String> paths, boolean offsets, boolean hex, long base) {
    TypePrinter printer = new TypePrinter(offsets, hex, base);
    printer.setColumn(struct);
    printer.out.append(struct.name()).append(" {\n");
    for (String path : paths) {
      printer.member(struct.member(path), new Place(1, 0, offsets, 0));
    }
    return printer.out.append("}\n").toString();
  }

  private String whole(Type type) {
    setColumn(type);
    switch (type) {
      case TypedefType t -> {
        out.append("typedef ");
        definition(t.target());
        out.append(' ').append(t.name()).append(";\n");
      }
      case EnumType t -> {
        values(t);
        return out.toString();
      }
      default -> {
        definition(type);
        out.append('\n');
      }
    }
    return out.append("SIZE: ").append(number(type.size())).append('\n').toString();
  }

  private void definition(Type type) {
    if (type instanceof StructType struct) {
      out.append(head(struct)).append(" {\n");
      members(struct, new Place(1, 0, offsets, 1));
      out.append('}');
    } else {
      out.append(type.name());
    }
  }

  /// Indented by two and one to a line, unlike an enum inside a declaration.
  private void values(EnumType type) {
    out.append(type.tag().isEmpty() ? "enum" : type.name()).append(" {\n");
    for (EnumType.Enumerator e : type.enumerators()) {
      out.append("  ").append(e.name()).append(" = ").append(e.value()).append('\n');
    }
    out.append("};\n");
  }

  /// Where in a definition we are.
  ///
  /// @param depth of nesting, 1 for the outermost members
  /// @param outer offset of the struct whose members these are
  /// @param located whether they get offsets
  /// @param show how many more levels of named members have their tagless structs written out; as
  ///   gdb counts, a negative level is `{...}`
  private record Place(int depth, long outer, boolean located, int show) {}

  private void members(StructType struct, Place at) {
    if (at.depth() > MAX_DEPTH) {
      return;
    }
    if (struct.members().isEmpty()) {
      indent(at.depth()).append("<no data fields>\n");
    }
    for (Member member : struct.members()) {
      member(member, at);
    }
  }

  private void member(Member member, Place at) {
    if (out.length() > MAX_LENGTH) {
      return;
    }
    long offset = at.outer() + member.offset();
    boolean anonymous = member.name().isEmpty();
    int show = anonymous ? at.show() : at.show() - 1;
    if (show >= 0
        && innermost(member.type()) instanceof StructType struct
        && struct.tag().isEmpty()) {
      indent(at.depth()).append(head(struct)).append(" {\n");
      members(struct, new Place(at.depth() + 1, offset, at.located() && anonymous, show));
      place(offset, at.located() && !anonymous);
      // The declaration again, with the body already written instead of the type's name.
      String rest = member.type().declare(member.name()).substring(prefix(member.type(), struct));
      indentOnly(at.depth()).append('}').append(rest).append(";\n");
      return;
    }
    place(offset, at.located());
    indentOnly(at.depth()).append(declaration(member, show));
    if (member.bitSize() != 0) {
      out.append(" : ").append(member.bitSize());
    }
    out.append(";\n");
  }

  private static String declaration(Member member, int show) {
    String plain = member.type().declare(member.name());
    if (show >= 0 && innermost(member.type()) instanceof EnumType type && type.tag().isEmpty()) {
      return plain.replace(type.name(), inline(type));
    }
    return plain;
  }

  /// `enum {A, B, C = 8}`: a value is written where it does not follow the one before.
  private static String inline(EnumType type) {
    StringBuilder text = new StringBuilder("enum {");
    long expected = 0;
    for (EnumType.Enumerator e : type.enumerators()) {
      text.append(expected == 0 && text.length() == 6 ? "" : ", ").append(e.name());
      if (e.value() != expected) {
        text.append(" = ").append(e.value());
      }
      expected = e.value() + 1;
    }
    return text.append('}').toString();
  }

  /// What an array is of, or a pointer to.
  private static Type innermost(Type type) {
    return switch (type) {
      case ArrayType t -> innermost(t.element());
      case PointerType t -> innermost(t.target());
      case QualifiedType t -> innermost(t.target());
      default -> type;
    };
  }

  /// Length of the part of a declaration that stands for the struct's body.
  private static int prefix(Type type, StructType struct) {
    return type.name().indexOf(struct.name()) + struct.name().length();
  }

  private static String head(StructType struct) {
    return struct.tag().isEmpty() ? struct.isUnion() ? "union" : "struct" : struct.name();
  }

  private void setColumn(Type type) {
    if (offsets) {
      column = base == 0 ? number(type.size()).length() + 4 : Long.toHexString(base).length() + 4;
    }
  }

  private void place(long offset, boolean located) {
    if (!located) {
      pad(column);
      return;
    }
    String text = "[" + (base == 0 ? number(offset) : Long.toHexString(base + offset)) + "]";
    pad(column - text.length()).append(text);
  }

  private StringBuilder indent(int depth) {
    pad(column);
    return indentOnly(depth);
  }

  /// Behind the column of offsets one blank takes the place of the first level.
  private StringBuilder indentOnly(int depth) {
    return pad(column == 0 ? depth * INDENT : 1 + (depth - 1) * INDENT);
  }

  private StringBuilder pad(int count) {
    return out.repeat(' ', Math.max(0, count));
  }

  private String number(long value) {
    return hex ? "0x" + Long.toHexString(value) : Long.toString(value);
  }
}
