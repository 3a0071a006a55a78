package org.inquest.app.command.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.TypeLookup;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Listing;
import org.inquest.engine.object.KObject;
import org.inquest.engine.object.ValuePrinter;
import org.inquest.engine.object.ValueStyle;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypePrinter;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;

/// Structures: how they are declared, where their members lie, what they hold.
public final class StructCommand implements InquestCommand {
  private static final Option OFFSETS = Option.flag("-o", "with the offset of each member");
  private static final Option HEX = Option.flag("-x", "numbers in hexadecimal");
  private static final Option COUNT = Option.value("-c", "COUNT", "an array of COUNT structures");
  private static final Option EMBEDDED =
      Option.value("-l", "MEMBER", "the address is that of this member, as on a list");

  /// Enough for any array a person reads.
  private static final long MAX_COUNT = 10_000;

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "struct",
        "a structure's declaration, offsets or contents",
        "NAME[.MEMBER[,MEMBER]...] [ADDRESS | SYMBOL | [SYMBOL]:CPUS]",
        List.of(OFFSETS, HEX, COUNT, EMBEDDED),
        List.of(
            new CommandInfo.Example("struct rw_semaphore -o", "its members and their offsets"),
            new CommandInfo.Example("struct task_struct init_task", "the first task, all of it"),
            new CommandInfo.Example("struct rq.nr_running runqueues:a", "of each CPU; :0 of one"),
            new CommandInfo.Example(
                "struct task_struct.pid,comm ffff888005204000", "two members")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    List<String> operands = withoutKeyword(arguments.operands());
    if (operands.isEmpty() || operands.size() > 2) {
      throw new UsageError("struct: usage: inquest VMCORE " + info().usage());
    }
    String first = operands.getFirst();
    int dot = first.indexOf('.');
    Type type = type(session.types(), dot < 0 ? first : first.substring(0, dot));
    List<String> members = dot < 0 ? List.of() : List.of(first.substring(dot + 1).split(","));
    Document shown =
        operands.size() == 1
            ? declaration(type, members, arguments)
            : contents(session, type, members, operands.get(1), arguments);
    // Whoever names a vmlinux wants to see what it knows better.
    Optional<String> doubt =
        session.namesVmlinux() ? new DebugLayouts(session.types()).doubt(type) : Optional.empty();
    return doubt.<Document>map(why -> Group.of("structure", shown, new Gap(why))).orElse(shown);
  }

  /// `struct struct list_head` is what people paste.
  private static List<String> withoutKeyword(List<String> operands) {
    boolean keyword =
        !operands.isEmpty()
            && (operands.getFirst().equals("struct") || operands.getFirst().equals("union"));
    return keyword ? operands.subList(1, operands.size()) : operands;
  }

  private static Type type(TypeLookup lookup, String name) {
    for (String tagged : new String[] {"struct " + name, "union " + name, name, "enum " + name}) {
      Optional<Type> found = lookup.types().findAnywhere(tagged);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new NotFound(
        "structure",
        name,
        "the types of the kernel and its modules"
            + lookup
                .missing()
                .map(why -> "; without debug information only BTF: " + why)
                .orElse(""));
  }

  private static Document declaration(Type type, List<String> members, Arguments arguments) {
    boolean hex = arguments.has(HEX);
    String text;
    if (!members.isEmpty()) {
      text = TypePrinter.printMembers(struct(type), members, arguments.has(OFFSETS), hex, 0);
    } else if (arguments.has(OFFSETS)) {
      text = TypePrinter.printOffsets(type, hex, 0);
    } else {
      text = TypePrinter.print(type, hex);
    }
    return new Listing(lines(text), StructData.layout(type, members));
  }

  /// Of a per-CPU variable each CPU's own, as they were chosen.
  private static Document contents(
      Session session, Type type, List<String> members, String place, Arguments arguments) {
    Target target = session.target();
    CpuChoice choice = CpuChoice.of(session, place);
    if (!choice.chosen()) {
      return contents(target, type, members, AddressExpression.parse(target, place), arguments);
    }
    long symbol = new PerCpuPlace(session, type).address(choice.text());
    List<Document> copies = new ArrayList<>();
    for (int cpu : choice.cpus()) {
      long address = symbol + target.cpus().offset(cpu);
      copies.add(contents(target, type, members, address, arguments));
    }
    return copies.size() == 1 ? copies.getFirst() : new Group("copies", copies);
  }

  private static Document contents(
      Target target, Type type, List<String> members, long place, Arguments arguments) {
    long address = place;
    if (arguments.value(EMBEDDED).isPresent()) {
      address -= struct(type).offsetOf(arguments.value(EMBEDDED).get());
    }
    if (arguments.has(OFFSETS)) {
      String text =
          members.isEmpty()
              ? TypePrinter.printOffsets(type, true, address)
              : TypePrinter.printMembers(struct(type), members, true, true, address);
      return new Listing(lines(text), StructData.layout(type, members));
    }
    long count = arguments.value(COUNT).map(AddressExpression::number).orElse(1L);
    if (count < 1 || count > MAX_COUNT) {
      throw new UsageError("struct: the count must be 1 to " + MAX_COUNT + ", not " + count);
    }
    List<Document> parts = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      parts.add(
          one(
              target,
              new KObject(target.memory(), type, address + i * type.size()),
              members,
              arguments));
    }
    return parts.size() == 1 ? parts.getFirst() : new Group("structures", parts);
  }

  private static Document one(
      Target target, KObject object, List<String> members, Arguments arguments) {
    // The first byte decides between "no such memory", an error, and single members that are
    // missing.
    object.memory().readByte(object.address());
    ValueStyle style = arguments.has(HEX) ? ValueStyle.READABLE.withHex() : ValueStyle.READABLE;
    ValuePrinter printer = new ValuePrinter(style, address -> AddressNames.name(target, address));
    StringBuilder text = new StringBuilder();
    if (members.isEmpty()) {
      text.append(printer.print(object));
    }
    for (String member : members) {
      text.append(printer.printMember(object, member));
    }
    return new Listing(lines(text.toString()), StructData.contents(object, members));
  }

  private static StructType struct(Type type) {
    if (type.underlying() instanceof StructType struct) {
      return struct;
    }
    throw new UsageError(type.name() + " has no members");
  }

  private static List<String> lines(String text) {
    return List.of(text.stripTrailing().split("\n"));
  }
}
