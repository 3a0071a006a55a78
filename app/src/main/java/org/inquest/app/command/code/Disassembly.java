package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Arguments;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.code.image.Functions;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;

/// One run of `dis`: which instructions are meant, and a table of them.
final class Disassembly {
  /// As much as one screen session can use; more is a job for a program.
  private static final int MAX_INSTRUCTIONS = 1 << 18;

  /// Error numbers and small negative numbers are no addresses; the kernel's last page is unused.
  private static final long LOWEST_NEGATIVE_NUMBER = -4096;

  private final CodeImage image;
  private final Notes notes;
  private final SourceColumns sources;
  private final Arguments arguments;
  private final Isa isa;
  private final Printer printer;
  private final CodePlace place;
  private final long start;
  private final long end;
  private final List<List<Value>> rows = new ArrayList<>();
  private final List<Long> addresses = new ArrayList<>();

  Disassembly(CodeImage image, Notes notes, SourceColumns sources, Arguments arguments) {
    this.image = image;
    this.notes = notes;
    this.sources = sources;
    this.arguments = arguments;
    this.isa = image.isa();
    this.printer =
        arguments
            .value(DisOptions.SYNTAX)
            .map(isa::printer)
            .orElseGet(() -> isa.printers().getFirst());
    this.place = CodePlace.parse(image, arguments.operands().getFirst());
    CodeSection section =
        image
            .sectionAt(place.address())
            .filter(CodeSection::executable)
            .orElseThrow(
                () -> new NotFound("code", "at " + Hex.prefixed(place.address()), image.name()));
    Functions functions = image.functions();
    int function = functions.indexAt(place.address());
    boolean named = function != Functions.NONE;
    this.start = named ? functions.start(function) : place.address();
    this.end = named ? functions.end(function) : section.end();
  }

  /// The table; behind it why it ends early, if it does.
  Document document() {
    long address = place.address();
    if (arguments.operands().size() == 2) {
      long count = AddressExpression.number(arguments.operands().get(1));
      return slice(address, sectionEnd(), checked(count));
    }
    if (arguments.value(DisOptions.END).isPresent()) {
      long to = CodePlace.parse(image, arguments.value(DisOptions.END).get()).address();
      if (Long.compareUnsigned(to, address) <= 0) {
        throw new UsageError("dis: -e must be behind the start");
      }
      return slice(address, to, MAX_INSTRUCTIONS);
    }
    if (arguments.has(DisOptions.TO)) {
      return slice(start, address + 1, MAX_INSTRUCTIONS);
    }
    if (arguments.has(DisOptions.FROM)) {
      return slice(address, end, MAX_INSTRUCTIONS);
    }
    if (arguments.value(DisOptions.CONTEXT).isPresent()) {
      return around(checked(AddressExpression.number(arguments.value(DisOptions.CONTEXT).get())));
    }
    return place.whole() ? slice(address, end, MAX_INSTRUCTIONS) : slice(address, sectionEnd(), 1);
  }

  private long sectionEnd() {
    return image.sectionAt(place.address()).map(CodeSection::end).orElse(end);
  }

  private static int checked(long count) {
    if (count <= 0 || count > MAX_INSTRUCTIONS) {
      throw new UsageError("dis: a count is 1 to " + MAX_INSTRUCTIONS + ", not " + count);
    }
    return (int) count;
  }

  /// The instructions from one address up to another, at most `count`.
  private Document slice(long from, long to, int count) {
    Optional<String> broken = decode(from, to, count);
    return table(0, rows.size(), broken);
  }

  /// Some before and after the address, all of one function.
  private Document around(int count) {
    Optional<String> broken = decode(start, end, MAX_INSTRUCTIONS);
    int at = addresses.indexOf(place.address());
    if (at < 0) {
      return Group.of(
          "code",
          Text.paragraph(
              Hex.prefixed(place.address())
                  + " lies within an instruction; this is what it would"
                  + " be:"),
          new Disassembly(image, notes, sources, arguments).slice(place.address(), end, count));
    }
    return table(Math.max(0, at - count), Math.min(rows.size(), at + count + 1), broken);
  }

  /// Fills the rows.
  ///
  /// @return why they end before their time
  private Optional<String> decode(long from, long to, int count) {
    // Enough for the instruction that holds the last byte.
    long room = Math.min(to - from, (long) count * Instruction.MAX_LENGTH);
    long readable = Math.min(room + Instruction.MAX_LENGTH, sectionEnd() - from);
    int length = (int) Math.min(readable, (long) MAX_INSTRUCTIONS * Instruction.MAX_LENGTH);
    byte[] bytes = new byte[Math.max(0, length)];
    Optional<String> broken = Optional.empty();
    try {
      image.read(from, bytes, 0, bytes.length);
    } catch (MemoryFault e) {
      broken = Optional.of("the code breaks off: " + e.getMessage());
      bytes = image.bytes(from, (int) Math.max(0, e.address() - from));
    }
    Decoder decoder = isa.decoder();
    Instruction instruction = decoder.newInstruction();
    int at = 0;
    while (at < bytes.length && from + at - to < 0 && rows.size() < count) {
      int size = decoder.decode(bytes, at, bytes.length, from + at, instruction);
      int step = size > 0 ? size : Math.min(decoder.alignment(), bytes.length - at);
      addresses.add(from + at);
      rows.add(row(instruction, bytes, at, step));
      at += step;
    }
    return broken;
  }

  private List<Value> row(Instruction instruction, byte[] bytes, int at, int length) {
    long address = instruction.address();
    List<Value> row = new ArrayList<>();
    Optional<String> mark = notes.mark(address);
    row.add(new Value.Mark(mark.isPresent() || asked(address) ? "=>" : ""));
    row.add(Value.address(address));
    row.add(Value.of(name(address)));
    if (arguments.has(DisOptions.BYTES)) {
      row.add(Value.of(HexFormat.ofDelimiter(" ").formatHex(bytes, at, at + length)));
    }
    row.add(Value.of(printer.text(instruction, image.names())));
    List<String> all = new ArrayList<>();
    mark.ifPresent(all::add);
    all.addAll(notes.of(instruction));
    constants(instruction, all);
    row.add(Value.of(all.isEmpty() ? "" : "; " + String.join("; ", all)));
    row.addAll(sources.cells(address));
    return row;
  }

  /// Numbers that are addresses of something with a name: printers name only what the program
  /// counter is added to.
  private void constants(Instruction instruction, List<String> to) {
    for (int i = 0; i < instruction.operandCount(); i++) {
      Operand operand = instruction.operand(i);
      if (operand.kind() == Operand.Kind.IMMEDIATE && operand.value() < LOWEST_NEGATIVE_NUMBER) {
        String name = name(operand.value());
        if (!name.isEmpty()) {
          to.add(Hex.prefixed(operand.value()) + " is " + name);
        }
      }
    }
  }

  /// The address that a context was asked for.
  private boolean asked(long address) {
    return address == place.address()
        && (arguments.has(DisOptions.CONTEXT) || arguments.has(DisOptions.TO));
  }

  private String name(long address) {
    StringBuilder out = new StringBuilder();
    return image.names().append(address, out) ? out.toString() : "";
  }

  private Document table(int from, int to, Optional<String> broken) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.left("here", ""));
    columns.add(Column.right("address", "ADDRESS"));
    columns.add(Column.left("place", "PLACE"));
    if (arguments.has(DisOptions.BYTES)) {
      columns.add(Column.left("bytes", "BYTES"));
    }
    columns.add(Column.left("instruction", "INSTRUCTION"));
    columns.add(Column.left("notes", "NOTES"));
    columns.addAll(sources.heads());
    // Without source columns the rows end before it.
    List<List<Value>> shown =
        rows.subList(from, to).stream().map(row -> row.subList(0, columns.size())).toList();
    Table table = new Table(columns, shown, false);
    return broken.<Document>map(why -> Group.of("code", table, new Gap(why))).orElse(table);
  }
}
