package org.inquest.lab.sweep.leak;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.count.Site;

/// An object that nothing points to, as kmemleak tells it (`print_unreferenced()`, mm/kmemleak.c).
///
/// @param size in bytes
/// @param pid of the task that allocated it
/// @param stack who allocated it, innermost first
public record Unreferenced(long size, int pid, List<CodePlace> stack) {
  /// A kernel that leaks all the time tells a long story.
  private static final int MOST = 1000;

  private static final Pattern HEAD =
      Pattern.compile("unreferenced object 0x[0-9a-f]+ \\(size (\\d{1,12})\\):");
  private static final Pattern OWNER = Pattern.compile("\\s+comm \".*\", pid (\\d{1,9}).*");

  /// Copies its list.
  public Unreferenced {
    stack = List.copyOf(stack);
  }

  /// Reads `/sys/kernel/debug/kmemleak`. Lines of another form are passed over.
  public static List<Unreferenced> parse(String text) {
    List<Unreferenced> all = new ArrayList<>();
    long size = -1;
    int pid = 0;
    boolean trace = false;
    List<CodePlace> stack = new ArrayList<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      Matcher head = HEAD.matcher(line.strip());
      Matcher owner = OWNER.matcher(line);
      if (head.matches()) {
        add(all, size, pid, stack);
        size = Long.parseLong(head.group(1));
        pid = 0;
        trace = false;
        stack.clear();
      } else if (owner.matches()) {
        pid = Integer.parseInt(owner.group(1));
      } else if (line.strip().startsWith("backtrace")) {
        trace = true;
      } else if (trace) {
        CodePlace.parse(line.strip()).ifPresent(stack::add);
      }
    }
    add(all, size, pid, stack);
    return all;
  }

  private static void add(List<Unreferenced> all, long size, int pid, List<CodePlace> stack) {
    if (size >= 0 && all.size() < MOST) {
      all.add(new Unreferenced(size, pid, stack));
    }
  }

  /// Who got the object.
  public Optional<CodePlace> caller() {
    return Site.of("", stack).caller();
  }

  /// A clause, without what differs from time to time.
  public String words() {
    List<String> chain =
        Site.of("", stack).chain().stream().limit(3).map(CodePlace::function).toList();
    return chain.isEmpty()
        ? "an object of unknown origin"
        : "what " + String.join(" < ", chain) + " allocated";
  }
}
