package org.inquest.app.command.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.engine.target.Target;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.UsageError;

/// Words of memory, as crash's `rd` shows them.
public final class RdCommand implements InquestCommand {
  private static final Option BYTES = Option.flag("-8", "bytes");
  private static final Option SHORTS = Option.flag("-16", "16-bit words");
  private static final Option INTS = Option.flag("-32", "32-bit words");
  private static final Option LONGS = Option.flag("-64", "64-bit words (the default)");
  private static final Option DECIMAL = Option.flag("-d", "signed decimal");
  private static final Option UNSIGNED = Option.flag("-D", "unsigned decimal");
  private static final Option SYMBOLS =
      Option.flag("-s", "names instead of numbers where a word is an address");
  private static final Option PHYSICAL = Option.flag("-p", "the address is physical");
  private static final Option PLAIN = Option.flag("-x", "no text beside the words");
  private static final Option USER =
      Option.value("-u", "PID", "in the memory of this process; its files' pages too");
  private static final Option END = Option.value("-e", "ADDRESS", "up to this address");

  /// As much as one screen session can use; more is a job for a program.
  private static final long MAX_BYTES = 16 << 20;

  private static final int LINE = 16;

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "rd",
        "read memory",
        "ADDRESS | SYMBOL [COUNT]",
        List.of(BYTES, SHORTS, INTS, LONGS, DECIMAL, UNSIGNED, SYMBOLS, PHYSICAL, USER, PLAIN, END),
        List.of(
            new CommandInfo.Example("rd init_task 8", "eight 64-bit words at init_task"),
            new CommandInfo.Example("rd -8 linux_banner 64", "64 bytes with their text"),
            new CommandInfo.Example("rd -s ffffc900001c7a38 32", "a stack, with the names in it"),
            new CommandInfo.Example("rd -u 51 7ffd55258ba8 16", "the stack of PID 51's program")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    List<String> operands = arguments.operands();
    if (operands.isEmpty() || operands.size() > 2) {
      throw new UsageError("rd: usage: inquest VMCORE " + info().usage());
    }
    Target target = session.target();
    long start = AddressExpression.parse(target, operands.getFirst());
    int width = width(arguments);
    long length = length(target, arguments, start, width);
    return new Dump(target, memory(session, arguments), arguments, width).lines(start, length);
  }

  /// What addresses are in.
  private static AddressReader memory(Session session, Arguments arguments) {
    Target target = session.target();
    Optional<String> user = arguments.value(USER);
    if (arguments.has(PHYSICAL)) {
      return target.physical()::read;
    }
    if (user.isEmpty()) {
      return target.memory()::read;
    }
    return session.process(user.get()).memory();
  }

  private static int width(Arguments arguments) {
    if (arguments.has(BYTES)) {
      return 1;
    }
    if (arguments.has(SHORTS)) {
      return 2;
    }
    return arguments.has(INTS) ? 4 : 8;
  }

  private static long length(Target target, Arguments arguments, long start, int width) {
    long count = 1;
    if (arguments.operands().size() == 2) {
      count = AddressExpression.number(arguments.operands().get(1));
    } else if (arguments.value(END).isPresent()) {
      long end = AddressExpression.parse(target, arguments.value(END).get());
      count = (end - start + width - 1) / width;
    }
    if (count <= 0 || count > MAX_BYTES / width) {
      throw new UsageError("rd: the count must be 1 to " + MAX_BYTES / width + ", not " + count);
    }
    return count * width;
  }

  /// One run of the command: what is read how.
  private record Dump(Target target, AddressReader memory, Arguments arguments, int width) {

    Document lines(long start, long length) {
      List<List<Value>> rows = new ArrayList<>();
      int perLine = arguments.has(SYMBOLS) ? 2 : LINE / width;
      for (long done = 0; done < length; done += (long) perLine * width) {
        int bytes = (int) Math.min((long) perLine * width, length - done);
        try {
          rows.add(row(start + done, read(start + done, bytes), perLine));
        } catch (MemoryFault fault) {
          return Group.of("memory", table(rows, perLine), new Gap(fault.getMessage()));
        }
      }
      return table(rows, perLine);
    }

    private byte[] read(long address, int length) {
      byte[] out = new byte[length];
      memory.read(address, out, 0, length);
      return out;
    }

    private Document table(List<List<Value>> rows, int perLine) {
      List<Column> columns = new ArrayList<>();
      columns.add(Column.right("address", "ADDRESS"));
      for (int i = 0; i < perLine; i++) {
        columns.add(
            arguments.has(SYMBOLS) ? Column.left("word" + i, "") : Column.right("word" + i, ""));
      }
      if (!arguments.has(PLAIN)) {
        columns.add(Column.left("text", "TEXT"));
      }
      return new Table(columns, rows, false);
    }

    private List<Value> row(long address, byte[] bytes, int perLine) {
      List<Value> row = new ArrayList<>();
      row.add(new Value.Address(address));
      for (int i = 0; i < perLine; i++) {
        row.add(i * width < bytes.length ? word(bytes, i * width) : Value.of(""));
      }
      if (!arguments.has(PLAIN)) {
        row.add(Value.of(text(bytes)));
      }
      return row;
    }

    private Value word(byte[] bytes, int at) {
      long word = 0;
      for (int i = width - 1; i >= 0; i--) {
        word = word << 8 | bytes[at + i] & 0xff;
      }
      int unused = 64 - 8 * width;
      if (arguments.has(DECIMAL)) {
        return Value.of(word << unused >> unused);
      }
      if (arguments.has(UNSIGNED)) {
        return Value.of(Long.toUnsignedString(word));
      }
      if (arguments.has(SYMBOLS) && width == 8 && target.symbols().at(word).isPresent()) {
        return Value.of(target.symbols().describe(word));
      }
      return Value.of(Hex.digits16(word).substring(16 - 2 * width));
    }

    private static String text(byte[] bytes) {
      StringBuilder out = new StringBuilder(bytes.length);
      for (byte b : bytes) {
        out.append(b >= ' ' && b <= '~' ? (char) b : '.');
      }
      return out.toString();
    }
  }
}
