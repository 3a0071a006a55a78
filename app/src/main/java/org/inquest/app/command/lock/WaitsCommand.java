package org.inquest.app.command.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Tree;
import org.inquest.app.document.Value;
import org.inquest.diagnose.wait.Holder;
import org.inquest.diagnose.wait.RootBlocker;
import org.inquest.diagnose.wait.Wait;
import org.inquest.diagnose.wait.WaitGraph;
import org.inquest.formats.fault.Unsupported;

/// Who waits for what, and who has it: deadlocks first, then those whom others wait for, then every
/// wait.
public final class WaitsCommand implements InquestCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.right("pid", "PID"),
          Column.left("command", "COMM"),
          Column.left("kind", "WAITS FOR"),
          Column.left("access", "MODE"),
          Column.left("object", "OBJECT"),
          Column.right("seconds", "SINCE"),
          Column.left("holders", "HELD BY"),
          Column.left("how", "KNOWN BY"),
          Column.left("name", "NAME"));

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "waits",
        "who waits for which lock, and who has it",
        "[PID]...",
        List.of(),
        List.of(
            new CommandInfo.Example("waits", "deadlocks, blockers and every wait"),
            new CommandInfo.Example(
                "waits 53", "what PID 53 waits for, and on whom that depends")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    WaitGraph graph =
        session
            .facts()
            .waits()
            .orElseThrow(() -> new Unsupported(String.join("; ", session.facts().gaps())));
    return arguments.operands().isEmpty() ? all(graph) : chains(graph, arguments.operands());
  }

  private static Document all(WaitGraph graph) {
    List<Document> parts = new ArrayList<>();
    for (List<Wait> cycle : graph.cycles()) {
      parts.add(cycle(cycle));
    }
    for (RootBlocker root : graph.roots()) {
      parts.add(Group.of("blocker", new Heading("Others wait for it"), tree(root)));
    }
    parts.add(
        graph.waits().isEmpty()
            ? Text.paragraph("No task waits for a lock.")
            : Table.of(COLUMNS, rows(graph.waits())));
    return new Group("waits", parts);
  }

  private static Document cycle(List<Wait> cycle) {
    List<String> lines = new ArrayList<>();
    for (Wait wait : cycle) {
      lines.add("  " + sentence(wait));
    }
    String title = cycle.size() == 1 ? "A task waits for itself" : "Deadlock";
    return Group.of("deadlock", new Heading(title), Text.lines(lines));
  }

  private static Tree tree(RootBlocker root) {
    List<Tree> behind = new ArrayList<>();
    for (Wait wait : root.behind()) {
      behind.add(new Tree(sentence(wait), List.of()));
    }
    return new Tree(
        root.party().title() + " has " + root.thing().title() + ": " + root.details(), behind);
  }

  private static Document chains(WaitGraph graph, List<String> pids) {
    List<Document> parts = new ArrayList<>();
    for (String pid : pids) {
      List<Document> found = new ArrayList<>();
      for (Wait wait : graph.waits()) {
        if (pid.equals(Integer.toString(wait.party().pid()))) {
          found.add(chain(graph, wait));
        }
      }
      parts.addAll(
          found.isEmpty() ? List.of(Text.paragraph("PID " + pid + " waits for no lock.")) : found);
    }
    return new Group("waits", parts);
  }

  private static Document chain(WaitGraph graph, Wait start) {
    List<String> lines = new ArrayList<>();
    for (Wait wait : graph.chain(start)) {
      lines.add(" ".repeat(2 * lines.size()) + sentence(wait));
    }
    List<Document> parts = new ArrayList<>();
    parts.add(Text.lines(lines));
    for (Holder holder : start.holders()) {
      String reasons = String.join("; ", holder.reasons());
      parts.add(Text.paragraph(holder.party().title() + " has it: " + reasons));
    }
    return new Group("chain", parts);
  }

  /// `PID 53 (mapl) waits for the mmap_lock of ... (0xffff...) to write, 4 s, in vm_mmap_pgoff;
  /// held by PID 51 (mapl)`.
  private static String sentence(Wait wait) {
    StringBuilder out = new StringBuilder(wait.party().title());
    out.append(wait.spinning() ? " spins for " : " waits for ").append(wait.thing().title());
    if (wait.seconds().isPresent()) {
      out.append(", ").append(seconds(wait.seconds())).append(" s");
    }
    if (!wait.function().isEmpty()) {
      out.append(", in ").append(wait.function());
    }
    if (!wait.holders().isEmpty()) {
      out.append("; held by ").append(titles(wait.holders()));
    }
    if (wait.ahead().isPresent()) {
      out.append("; behind the writer ").append(wait.ahead().get().title());
    }
    return out.toString();
  }

  private static String titles(List<Holder> holders) {
    StringBuilder out = new StringBuilder();
    for (Holder holder : holders) {
      out.append(out.isEmpty() ? "" : ", ").append(holder.party().title());
      out.append(holder.firm() ? "" : "?");
    }
    return out.toString();
  }

  /// With one digit after the point.
  private static String seconds(OptionalDouble seconds) {
    long tenths = Math.round(seconds.orElse(0) * 10);
    return tenths / 10 + "." + tenths % 10;
  }

  private static List<List<Value>> rows(Iterable<Wait> waits) {
    List<List<Value>> rows = new ArrayList<>();
    for (Wait wait : waits) {
      List<Value> holders = new ArrayList<>();
      for (Holder holder : wait.holders()) {
        holders.add(Value.of(holder.party().pid() + (holder.firm() ? "" : "?")));
      }
      rows.add(
          List.of(
              Value.of(wait.party().pid()),
              Value.of(wait.party().task().map(task -> task.comm()).orElse("?")),
              Value.of(wait.thing().kind().words()),
              Value.of(wait.access().name().toLowerCase(Locale.ROOT)),
              wait.thing().address() == 0 ? Value.none() : Value.address(wait.thing().address()),
              wait.seconds().isPresent()
                  ? new Value.Shown(
                      seconds(wait.seconds()), Math.round(wait.seconds().getAsDouble()))
                  : Value.none(),
              new Value.Several(holders),
              Value.of(wait.how().name().toLowerCase(Locale.ROOT)),
              Value.of(wait.thing().name())));
    }
    return rows;
  }
}
