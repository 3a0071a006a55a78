package org.inquest.app.command.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.engine.target.Target;
import org.inquest.engine.user.Mapping;
import org.inquest.engine.user.Program;
import org.inquest.engine.user.ProgramSpace;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.UsageError;
import org.inquest.kernel.list.Walk;
import org.inquest.kernel.mm.MappedArea;
import org.inquest.kernel.mm.MappedAreas;
import org.inquest.kernel.mm.MemoryUse;
import org.inquest.kernel.mm.UserAddresses;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.user.Process;

/// What processes have mapped, as crash's `vm` lists it.
public final class VmCommand implements InquestCommand {
  private static final Option PROGRAMS =
      Option.flag("-b", "the build-id of each program and library, and where its file was found");

  private static final List<Column> AREAS =
      List.of(
          Column.left("vma", "VMA"),
          Column.left("start", "START"),
          Column.left("end", "END"),
          Column.right("flags", "FLAGS"),
          Column.left("permissions", "PERM"),
          Column.right("offset", "OFFSET"),
          Column.left("file", "FILE"));

  private static final List<Column> FILES =
      List.of(
          Column.left("file", "FILE"),
          Column.left("build_id", "BUILD-ID"),
          Column.left("found", "FOUND"));

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "vm",
        "what a process has mapped",
        "[PID | TASK | COMM]...",
        List.of(PROGRAMS),
        List.of(
            new CommandInfo.Example("vm 51", "the areas of PID 51's memory, with their files"),
            new CommandInfo.Example(
                "vm -b 51", "its programs and libraries, and where bt -u has them from")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    List<Task> tasks = new ArrayList<>();
    if (arguments.operands().isEmpty()) {
      session.tasks().currentOf(session.crashedCpu()).ifPresent(tasks::add);
    } else {
      tasks.addAll(TaskFilter.of(arguments.operands()).apply(session.tasks()));
    }
    if (tasks.isEmpty()) {
      throw new UsageError("vm: no task fits " + String.join(" ", arguments.operands()));
    }
    List<Document> parts = new ArrayList<>();
    for (Task task : tasks) {
      parts.add(new Heading(task.title()));
      parts.add(
          task.mm() == 0
              ? Text.lines(List.of("it has no memory of its own"))
              : process(session, task, arguments.has(PROGRAMS)));
    }
    return new Group("processes", parts);
  }

  private static Document process(Session session, Task task, boolean programs) {
    Target target = session.target();
    try {
      Walk<MappedArea> areas = new MappedAreas(target).all(task.mm());
      List<Document> parts = new ArrayList<>();
      parts.add(new Fields(memory(session, task)));
      parts.add(
          programs
              ? Table.of(FILES, files(session.userSpace().stacks().process(task), areas.items()))
              : Table.of(AREAS, rows(new UserAddresses(target), task, areas.items())));
      if (!areas.complete()) {
        parts.add(new Gap("areas of " + task.title() + ": " + areas.detail()));
      }
      return new Group("process", parts);
    } catch (InquestException e) {
      return new Gap("memory of " + task.title() + ": " + e.getMessage());
    }
  }

  private static List<Field> memory(Session session, Task task) {
    Target target = session.target();
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("mm", "MM", Value.address(task.mm())));
    long pgd = target.object("struct mm_struct", task.mm()).member("pgd").asLong();
    fields.add(new Field("pgd", "PGD", Value.address(pgd)));
    Optional<MemoryUse> use =
        new MemoryUse.Reader(target).of(task, session.tasks().threadsOf(task.tgid()));
    long kilobytes = target.physical().pageSize() / 1024;
    use.ifPresent(u -> {
      fields.add(Field.of("rss_kb", "RSS (kB)", u.residentPages() * kilobytes));
      fields.add(Field.of("vsz_kb", "TOTAL_VM (kB)", u.virtualPages() * kilobytes));
    });
    return fields;
  }

  private static List<List<Value>> rows(UserAddresses names, Task task, List<MappedArea> areas) {
    List<List<Value>> rows = new ArrayList<>(areas.size());
    for (MappedArea area : areas) {
      rows.add(
          List.of(
              Value.address(area.address()),
              Value.address(area.start()),
              Value.address(area.end()),
              hexadecimal(area.flags()),
              Value.of(area.permissions()),
              area.file() == 0 ? Value.none() : hexadecimal(area.pageOffset() << 12),
              Value.of(names.full(task.mm(), area))));
    }
    return rows;
  }

  private static Value hexadecimal(long number) {
    return new Value.Shown(Long.toHexString(number), number);
  }

  /// Each program and library once: those that have code mapped.
  private static List<List<Value>> files(Process process, List<MappedArea> areas) {
    List<List<Value>> rows = new ArrayList<>();
    List<Long> seen = new ArrayList<>();
    for (MappedArea area : areas) {
      Optional<Mapping> mapping =
          area.executable() ? process.mapping(area.start()) : Optional.empty();
      if (mapping.isPresent()
          && mapping.get().file() != 0
          && !seen.contains(mapping.get().file())) {
        seen.add(mapping.get().file());
        rows.add(file(process, mapping.get()));
      }
    }
    return rows;
  }

  private static List<Value> file(Process process, Mapping mapping) {
    return switch (process.program(mapping)) {
      case ProgramSpace.Found.Here(Program program) ->
          List.of(
              Value.of(mapping.name()),
              program.buildId().map(Value::of).orElse(Value.none()),
              new Value.Several(
                  program.files().stream().map(f -> Value.of(f.bytes().name())).toList()));
      case ProgramSpace.Found.Missing(String why) ->
          List.of(Value.of(mapping.name()), Value.none(), Value.of("no: " + why));
    };
  }
}
