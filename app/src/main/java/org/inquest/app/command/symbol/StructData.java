package org.inquest.app.command.symbol;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.engine.object.KObject;
import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;

/// Structures for programs: one row for each member, those of inner structures by their path.
final class StructData {
  /// Rows of one structure: many times what the largest kernel struct has. A forged struct may
  /// contain itself.
  private static final int MAX_ROWS = 20_000;

  private StructData() {}

  /// Offset, size and type of each member; of an enum or plain type, its name and size.
  static Document layout(Type type, List<String> members) {
    List<List<Value>> rows = new ArrayList<>();
    walk(
        type,
        members,
        (path, member) ->
            rows.add(
                List.of(
                    Value.of(path),
                    Value.of(member.offset()),
                    member.bitSize() == 0 ? Value.none() : Value.of(member.bitOffset() & 7),
                    member.bitSize() == 0 ? Value.none() : Value.of(member.bitSize()),
                    Value.of(member.type().size()),
                    Value.of(member.type().name()))),
        rows);
    return Table.of(
        List.of(
            Column.left("member", "MEMBER"),
            Column.right("offset", "OFFSET"),
            Column.right("bit", "BIT"),
            Column.right("bits", "BITS"),
            Column.right("size", "SIZE"),
            Column.left("type", "TYPE")),
        rows);
  }

  /// The value of each member that is a number, a pointer or text.
  static Document contents(KObject object, List<String> members) {
    List<List<Value>> rows = new ArrayList<>();
    walk(
        object.type(),
        members,
        (path, member) -> rows.add(List.of(Value.of(path), value(object.member(member)))),
        rows);
    return Table.of(List.of(Column.left("member", "MEMBER"), Column.left("value", "VALUE")), rows);
  }

  /// Called for each member that is no structure itself.
  private interface Visitor {
    void visit(String path, Member member);
  }

  private static void walk(
      Type type, List<String> members, Visitor visitor, List<List<Value>> rows) {
    if (!(type.underlying() instanceof StructType struct)) {
      return;
    }
    if (members.isEmpty()) {
      all(struct, struct, "", visitor, rows);
    }
    for (String path : members) {
      Member member = struct.member(path);
      if (member.type().underlying() instanceof StructType inner) {
        all(struct, inner, path + ".", visitor, rows);
      } else {
        visitor.visit(path, member);
      }
    }
  }

  private static void all(
      StructType outer, StructType inner, String prefix, Visitor visitor, List<List<Value>> rows) {
    for (Member member : inner.members()) {
      if (rows.size() >= MAX_ROWS || prefix.length() > 512) {
        return;
      }
      if (member.name().isEmpty()) {
        if (member.type().underlying() instanceof StructType anonymous) {
          all(outer, anonymous, prefix, visitor, rows);
        }
      } else if (member.type().underlying() instanceof StructType nested) {
        all(outer, nested, prefix + member.name() + ".", visitor, rows);
      } else {
        String path = prefix + member.name();
        outer.findMember(path).ifPresent(found -> visitor.visit(path, found));
      }
    }
  }

  /// A number, an address, text or an array of these; none for structures.
  static Value value(KObject object) {
    try {
      return switch (object.type().underlying()) {
        case PointerType pointer -> Value.address(object.asLong());
        case EnumType enumeration -> Value.of(object.asLong());
        case ArrayType array -> array(object, array);
        default -> Value.of(object.asLong());
      };
    } catch (MemoryFault fault) {
      return new Value.Missing(String.valueOf(fault.getMessage()));
    } catch (InquestException notANumber) {
      return Value.none();
    }
  }

  private static Value array(KObject object, ArrayType array) {
    if (array.element().size() == 1 && array.element().name().contains("char")) {
      return Value.of(object.asString());
    }
    List<Value> elements = new ArrayList<>();
    for (long i = 0; i < Math.min(array.count(), 256); i++) {
      elements.add(
          array.element().underlying() instanceof StructType
              ? Value.none()
              : value(object.index(i)));
    }
    return new Value.Several(elements);
  }
}
