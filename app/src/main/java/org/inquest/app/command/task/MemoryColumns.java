package org.inquest.app.command.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.app.command.Session;
import org.inquest.app.document.Value;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.mm.MemoryTotals;
import org.inquest.kernel.mm.MemoryUse;
import org.inquest.kernel.task.Task;

/// The columns %MEM, VSZ and RSS of `ps`, in kilobytes as crash has them.
final class MemoryColumns {
  private final Optional<MemoryUse.Reader> reader;
  private final Map<Integer, List<Task>> threads = new HashMap<>();
  private final long machinePages;
  private final long pageKilobytes;

  private MemoryColumns(Session session, Optional<MemoryUse.Reader> reader, long machinePages) {
    this.reader = reader;
    this.machinePages = machinePages;
    this.pageKilobytes = session.target().physical().pageSize() / 1024;
    for (Task task : session.tasks().all()) {
      List<Task> group = threads.get(task.tgid());
      if (group == null) {
        group = new ArrayList<>(1);
        threads.put(task.tgid(), group);
      }
      group.add(task);
    }
  }

  /// A kernel without the types for it has question marks in these columns, but tasks.
  static MemoryColumns of(Session session) {
    Target target = session.target();
    try {
      long pages = MemoryTotals.read(target).present();
      return new MemoryColumns(session, Optional.of(new MemoryUse.Reader(target)), pages);
    } catch (InquestException e) {
      return new MemoryColumns(session, Optional.empty(), 0);
    }
  }

  void addTo(List<Value> row, Task task) {
    Optional<MemoryUse> use =
        reader.flatMap(r -> r.of(task, threads.getOrDefault(task.tgid(), List.of())));
    if (use.isEmpty()) {
      Value missing = new Value.Missing("memory of " + task.title() + " is not in the dump");
      row.add(missing);
      row.add(missing);
      row.add(missing);
      return;
    }
    long resident = use.get().residentPages();
    long permille = machinePages <= 0 ? 0 : resident * 1000 / machinePages;
    row.add(Value.of(permille / 10 + "." + permille % 10));
    row.add(Value.of(use.get().virtualPages() * pageKilobytes));
    row.add(Value.of(resident * pageKilobytes));
  }
}
