package org.inquest.app.command.general;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Value;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.mm.MemoryTotals;
import org.inquest.kernel.printk.KernelLog;
import org.inquest.kernel.printk.LogRecord;
import org.inquest.kernel.time.Clock;
import org.inquest.kernel.time.LoadAverage;

/// Which kernel, on which machine, since when, and its last words.
public final class SysCommand implements InquestCommand {
  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "sys",
        "the kernel, the machine and the time of the crash",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example("sys", "release, uptime, load, panic message"),
            new CommandInfo.Example("sys --json", "the same for a program")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    Target target = session.target();
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("dumpfile", "DUMPFILE", session.dumps().getFirst().toString()));
    fields.add(Field.of("format", "FORMAT", target.image().format()));
    fields.add(Field.of("cpus", "CPUS", target.cpus().online().size()));
    clock(fields, target);
    load(fields, target);
    fields.add(Field.of("tasks", "TASKS", session.tasks().all().size()));
    names(fields, target);
    memory(fields, target);
    fields.add(panic(target));
    return new Fields(fields);
  }

  private static void clock(List<Field> fields, Target target) {
    try {
      Clock clock = Clock.read(target);
      fields.add(new Field("date", "DATE", Moments.date(clock.wallSeconds())));
      fields.add(new Field("uptime", "UPTIME", Moments.uptime(clock.uptimeSeconds())));
    } catch (InquestException e) {
      fields.add(missing("date", "DATE", e));
      fields.add(missing("uptime", "UPTIME", e));
    }
  }

  private static void load(List<Field> fields, Target target) {
    Optional<LoadAverage> load = LoadAverage.read(target);
    if (load.isPresent()) {
      List<Value> three =
          List.of(
              Value.of(hundredths(load.get().one())),
              Value.of(hundredths(load.get().five())),
              Value.of(hundredths(load.get().fifteen())));
      fields.add(new Field("load_average", "LOAD AVERAGE", new Value.Several(three)));
    }
  }

  private static String hundredths(double value) {
    long hundredths = (long) (value * 100);
    return hundredths / 100 + "." + Moments.two(hundredths % 100);
  }

  /// `struct new_utsname` (include/uapi/linux/utsname.h).
  private static void names(List<Field> fields, Target target) {
    try {
      KObject names = target.global("init_uts_ns").member("name");
      for (String name : new String[] {"nodename", "release", "version", "machine"}) {
        String label = name.toUpperCase(java.util.Locale.ROOT);
        fields.add(Field.of(name, label, names.member(name).asString()));
      }
    } catch (InquestException e) {
      fields.add(missing("release", "RELEASE", e));
    }
  }

  private static void memory(List<Field> fields, Target target) {
    long bytes = MemoryTotals.read(target).present() * target.physical().pageSize();
    if (bytes > 0) {
      boolean large = bytes >= 1L << 30;
      long tenths = Math.round(bytes * 10.0 / (large ? 1L << 30 : 1L << 20));
      String shown = tenths / 10 + "." + tenths % 10 + (large ? " GB" : " MB");
      fields.add(new Field("memory_bytes", "MEMORY", new Value.Shown(shown, bytes)));
    }
  }

  /// The first of the log's last words: what follows the panic message is about the panic itself.
  private static Field panic(Target target) {
    try {
      for (LogRecord record : KernelLog.read(target).records().reversed()) {
        if (lastWords(record.text())) {
          return new Field("panic", "PANIC", new Value.Quoted(record.lines().getFirst()));
        }
      }
      return new Field("panic", "PANIC", Value.of("no panic in the log"));
    } catch (InquestException e) {
      return missing("panic", "PANIC", e);
    }
  }

  /// An oops names itself `Oops: 0002 [#1] ...`; with panic_on_oops kdump starts before any panic
  /// message.
  private static boolean lastWords(String text) {
    return text.startsWith("Kernel panic - not syncing")
        || text.startsWith("sysrq: Trigger a crash")
        || text.contains(" [#") && (text.startsWith("Oops: ") || text.contains(": 0000 [#"));
  }

  private static Field missing(String key, String label, InquestException why) {
    return new Field(key, label, new Value.Missing(label + ": " + why.getMessage()));
  }
}
