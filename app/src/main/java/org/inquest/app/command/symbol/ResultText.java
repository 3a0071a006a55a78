package org.inquest.app.command.symbol;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Group;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Listing;
import org.inquest.app.document.Value;
import org.inquest.engine.expression.Result;
import org.inquest.engine.object.KObject;
import org.inquest.engine.object.ValuePrinter;
import org.inquest.engine.object.ValueStyle;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.IntType;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.Scalar;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;

/// What an expression came to, as text for people and as facts for programs.
///
/// @param hex whether numbers are hexadecimal
record ResultText(Target target, boolean hex) {

  /// `name = value`.
  Document document(String name, Result result) {
    String text = name + " = " + text(result);
    return new Listing(List.of(text.stripTrailing().split("\n")), data(name, result));
  }

  private String text(Result result) {
    return switch (result) {
      case Result.Stored(KObject object) -> stored(object);
      case Result.Computed(var type, long number) ->
          switch (type.underlying()) {
            case PointerType pointer -> pointer(type.name(), number);
            case EnumType names -> names.nameOf(number).orElse(plain(number));
            default -> isUnsigned(type) && !hex ? Long.toUnsignedString(number) : plain(number);
          };
    };
  }

  private static boolean isUnsigned(Type type) {
    Scalar scalar = type.scalar();
    return scalar != null && !scalar.signed();
  }

  private String plain(long number) {
    return hex ? Hex.prefixed(number) : Long.toString(number);
  }

  private String stored(KObject object) {
    if (object.type().underlying() instanceof FunctionType) {
      return pointer("{" + object.type().name() + "}", object.address());
    }
    if (object.type().size() > 0) {
      // The first byte decides between "no such memory", an error, and single members that are
      // missing.
      object.memory().readByte(object.address());
    }
    if (object.type().underlying() instanceof ArrayType array
        && array.count() == 0
        && array.element().underlying() instanceof IntType element
        && element.name().equals("char")) {
      // `const char linux_banner[]` without its length: C's own end has to do.
      return '"' + object.asString().strip() + '"';
    }
    ValueStyle style = hex ? ValueStyle.READABLE.withHex() : ValueStyle.READABLE;
    String value = new ValuePrinter(style, a -> AddressNames.name(target, a)).print(object);
    return object.type().underlying() instanceof PointerType
        ? "(" + object.type().name() + ") " + value
        : value;
  }

  /// As gdb writes addresses: with their type in front and the symbol behind.
  private String pointer(String type, long address) {
    String name = AddressNames.name(target, address);
    return (type.startsWith("{") ? type : "(" + type + ")")
        + " "
        + Hex.prefixed(address)
        + (name.isEmpty() ? "" : " " + name);
  }

  private static Document data(String name, Result result) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("expression", "EXPRESSION", name));
    fields.add(Field.of("type", "TYPE", result.type().name()));
    switch (result) {
      case Result.Computed(var type, long number) ->
          fields.add(
              new Field(
                  "value", "VALUE", result.isPointer() ? Value.address(number) : Value.of(number)));
      case Result.Stored(KObject object) -> {
        fields.add(new Field("address", "ADDRESS", Value.address(object.address())));
        if (object.type().underlying() instanceof StructType) {
          return Group.of("value", new Fields(fields), StructData.contents(object, List.of()));
        }
        fields.add(new Field("value", "VALUE", StructData.value(object)));
      }
    }
    return new Fields(fields);
  }
}
