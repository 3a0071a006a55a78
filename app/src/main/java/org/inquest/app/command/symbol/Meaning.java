package org.inquest.app.command.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import org.inquest.app.command.TypeLookup.Found;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Group;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Listing;
import org.inquest.app.document.Value;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypePrinter;

/// One thing that a name means, for people and programs.
///
/// @param kind in JSON: variable, function, type, enumerator, expression
/// @param found where debugging information has it
/// @param address of a variable or function
/// @param perCpu whether each CPU has its own
record Meaning(
    String kind,
    String name,
    Type type,
    Optional<Found> found,
    OptionalLong address,
    boolean perCpu) {

  Meaning(String kind, String name, Type type, Optional<Found> found) {
    this(kind, name, type, found, OptionalLong.empty(), false);
  }

  /// A variable or function as it is declared, and where it is.
  Document declaration(boolean hex) {
    String declared =
        type instanceof FunctionType function
            ? function.result().declare(name + parameters(function))
            : type.declare(name);
    return document((perCpu ? "per-CPU: " : "") + declared + ";", hex);
  }

  private static String parameters(FunctionType function) {
    StringJoiner all = new StringJoiner(", ", "(", ")");
    for (FunctionType.Parameter parameter : function.parameters()) {
      all.add(parameter.type().declare(parameter.name()));
    }
    if (function.variadic()) {
      all.add("...");
    }
    return function.parameters().isEmpty() && !function.variadic() ? "(void)" : all.toString();
  }

  /// A type with its members.
  Document definition(boolean hex) {
    List<String> lines =
        new ArrayList<>(List.of(TypePrinter.print(type, hex).stripTrailing().split("\n")));
    place().ifPresent(lines::add);
    return new Listing(lines, data());
  }

  /// An enumerator with its enumeration.
  Document enumerator(boolean hex) {
    long value = type instanceof EnumType names ? names.value(name).orElse(0) : 0;
    String number = hex ? Hex.prefixed(value) : Long.toString(value);
    List<String> lines = new ArrayList<>(List.of(type.name() + " " + name + " = " + number + ";"));
    place().ifPresent(lines::add);
    List<Field> fields = fields();
    fields.add(Field.of("value", "VALUE", value));
    return new Listing(lines, new Fields(fields));
  }

  /// A line of C, and below it what else is known.
  Document document(String declared, boolean hex) {
    List<String> lines = new ArrayList<>(List.of(declared));
    if (type.size() > 0) {
      lines.add("SIZE: " + (hex ? Hex.prefixed(type.size()) : Long.toString(type.size())));
    }
    address.ifPresent(at -> lines.add("ADDRESS: " + Hex.digits16(at)));
    place().ifPresent(lines::add);
    return new Listing(lines, new Fields(fields()));
  }

  private Optional<String> place() {
    return found.map(f ->
        "DECLARED: "
            + f.thing().place()
            + (f.module().isEmpty() ? "" : " [" + f.module() + "]")
            + (f.thing().global() ? "" : " (static, of " + owner(f) + ")"));
  }

  private static String owner(Found found) {
    String function = found.thing().function();
    return function.isEmpty() ? found.thing().unit() : function + "()";
  }

  private Document data() {
    return type.underlying() instanceof StructType
        ? Group.of("meaning", new Fields(fields()), StructData.layout(type, List.of()))
        : new Fields(fields());
  }

  private List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("kind", "KIND", kind));
    fields.add(Field.of("name", "NAME", name));
    fields.add(Field.of("type", "TYPE", type.name()));
    fields.add(Field.of("size", "SIZE", type.size()));
    fields.add(new Field("per_cpu", "PER CPU", new Value.Truth(perCpu)));
    address.ifPresent(at -> fields.add(new Field("address", "ADDRESS", Value.address(at))));
    found.ifPresent(f -> {
      fields.add(Field.of("unit", "UNIT", f.thing().unit()));
      fields.add(Field.of("file", "FILE", f.thing().file().path()));
      fields.add(Field.of("line", "LINE", f.thing().line()));
      if (!f.thing().function().isEmpty()) {
        fields.add(Field.of("function", "FUNCTION", f.thing().function()));
      }
    });
    return fields;
  }
}
