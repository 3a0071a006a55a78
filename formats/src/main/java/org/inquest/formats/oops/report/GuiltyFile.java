package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The source file that is most likely to blame, where files and lines are known: the first of the
/// stack that does not serve so many others that the report is hardly about it.
public final class GuiltyFile {
  /// Folders of a kernel tree, by which the build's own path before them is told.
  private static final Pattern IN_TREE =
      Pattern.compile(
          "/((?:arch|block|certs|crypto|drivers|fs|include|init|io_uring|ipc|kernel|lib|mm|net|rust"
              + "|samples|security|sound|virt)/.*)$");

  private static final Pattern FILE =
      Pattern.compile("(?:^|[ (\\]])([./\\w-]{1,200}\\.(?:c|S|rs|h)):\\d{1,7}");

  /// Files whose functions are in the stacks of reports about others: helpers of all kinds, memory
  /// management, the ways into the kernel, and those who print.
  private static final Pattern SERVING =
      Pattern.compile(
          "(?:lib|include|mm)/.*"
              + "|arch/\\w+/(?:lib|mm|entry|include)/.*"
              + "|arch/\\w+/kernel/(?:traps|stacktrace|dumpstack|unwind|irq|apic|entry|process|smp).*"
              + "|kernel/(?:locking|rcu|time|events|sched|irq|cgroup|printk|entry)/.*"
              + "|kernel/(?:lockdep|panic|fork|kthread|workqueue|softirq|exit|stacktrace|kcov|notifier"
              + "|smp|hung_task|watchdog|stop_machine|signal|task_work)\\.c"
              + "|kernel/kcsan/.*"
              + "|net/core/(?:skbuff|sock|dev|stream|datagram|neighbour)\\.c|net/socket\\.c"
              + "|fs/(?:read_write|ioctl|open|splice|file_table|super|inode|dcache|namei"
              + "|fs-writeback)\\.c|fs/(?:sysfs|kernfs|proc)/.*"
              + "|drivers/base/.*|drivers/clocksource/.*|drivers/usb/core/urb\\.c"
              + "|drivers/char/random\\.c");

  /// Those who print are not to blame even where nothing else is left.
  private static final Pattern PRINTING = Pattern.compile("lib/.*|kernel/panic\\.c|mm/kasan/.*");

  private GuiltyFile() {}

  /// Of paths in the order of a stack, innermost first.
  ///
  /// @return with the path of the build taken off; empty where there is none to blame
  public static Optional<String> of(List<String> paths) {
    List<String> plain = paths.stream().map(GuiltyFile::inTree).toList();
    return plain.stream()
        .filter(path -> !SERVING.matcher(path).matches())
        .findFirst()
        .or(() -> plain.stream().filter(path -> !PRINTING.matcher(path).matches()).findFirst());
  }

  /// Of a report that somebody has given files and lines already. What made no progress stands
  /// below the interrupt that noticed.
  static Optional<String> inText(List<String> lines) {
    List<String> paths = new ArrayList<>();
    boolean stall = false;
    for (String line : lines) {
      stall |= line.contains("detected stall") || line.contains("soft lockup");
      if (stall && line.contains("</IRQ>")) {
        paths.clear();
      }
      Matcher file = FILE.matcher(line);
      while (file.find()) {
        paths.add(file.group(1));
      }
    }
    return of(paths);
  }

  private static String inTree(String path) {
    String plain = path.startsWith("./") ? path.substring(2) : path;
    Matcher found = IN_TREE.matcher(plain);
    return plain.startsWith("/") && found.find() ? found.group(1) : plain;
  }
}
