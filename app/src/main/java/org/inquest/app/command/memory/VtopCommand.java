package org.inquest.app.command.memory;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.engine.target.Target;
import org.inquest.formats.dump.PageStatus;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.UsageError;

/// Virtual addresses to physical ones, and whether the dump has the page.
public final class VtopCommand implements InquestCommand {
  private static final Option PGD =
      Option.value(
          "-c", "PGD", "in the address space of this page table (mm->pgd), not the kernel's");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "vtop",
        "translate virtual addresses to physical ones",
        "ADDRESS | SYMBOL ...",
        List.of(PGD),
        List.of(
            new CommandInfo.Example("vtop init_task", "the physical address of init_task"),
            new CommandInfo.Example(
                "vtop -c ffff888004e34000 7f2a5d400000",
                "a process's address, by its page table")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().isEmpty()) {
      throw new UsageError("vtop: which address? usage: inquest VMCORE " + info().usage());
    }
    Target target = session.target();
    List<List<Value>> rows = new ArrayList<>();
    for (String operand : arguments.operands()) {
      rows.add(row(target, arguments, AddressExpression.parse(target, operand)));
    }
    return Table.of(
        List.of(
            Column.left("virtual", "VIRTUAL"),
            Column.left("physical", "PHYSICAL"),
            Column.left("page", "PAGE")),
        rows);
  }

  private static List<Value> row(Target target, Arguments arguments, long address) {
    try {
      long physical =
          arguments.value(PGD).isPresent()
              ? target
                  .userMemory(AddressExpression.parse(target, arguments.value(PGD).get()))
                  .translate(address)
              : target.memory().translate(address);
      return List.of(
          Value.address(address),
          Value.address(physical),
          Value.of(
              words(target.physical().pages().status(physical / target.physical().pageSize()))));
    } catch (MemoryFault fault) {
      // Not mapped is an answer, and no gap: the tables were there and said no.
      Value why =
          fault.reason() == MemoryFault.Reason.NOT_MAPPED
              ? Value.of(fault.reason().text())
              : new Value.Missing(String.valueOf(fault.getMessage()));
      return List.of(Value.address(address), Value.none(), why);
    }
  }

  private static String words(PageStatus status) {
    return switch (status) {
      case PRESENT -> "in the dump";
      case ZERO -> "zero, not stored";
      default -> status.reason().text();
    };
  }
}
