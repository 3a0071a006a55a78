package org.inquest.app.command.task;

import org.inquest.engine.object.KObject;
import org.inquest.engine.object.ValuePrinter;
import org.inquest.engine.object.ValueStyle;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.StructType;

/// Values in a few words: of large ones the beginning.
final class ShortValues {
  private static final int MAX_TEXT = 72;

  /// Bytes of a value that is printed at all; `struct` shows others.
  private static final long MAX_SIZE = 512;

  private final ValuePrinter printer;

  /// @param symbols name what pointers point to
  ShortValues(Symbols symbols) {
    this.printer =
        new ValuePrinter(
            ValueStyle.READABLE,
            address ->
                address < 0
                    ? symbols.at(address).map(s -> " <" + s.describe(address) + ">").orElse("")
                    : "");
  }

  /// One line.
  ///
  /// @throws org.inquest.formats.fault.InquestException where what describes its type is damaged
  String of(KObject value) {
    boolean struct = value.type().underlying() instanceof StructType;
    boolean array = value.type().underlying() instanceof ArrayType;
    if ((struct || array) && value.type().size() > MAX_SIZE) {
      return "{...}";
    }
    String text = printer.print(value).replaceAll("\\s+", " ").strip();
    String shown = struct ? text.substring(Math.max(0, text.indexOf('{'))) : text;
    return shown.length() <= MAX_TEXT ? shown : shown.substring(0, MAX_TEXT) + "...";
  }
}
