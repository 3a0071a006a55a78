package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Listing;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Tree;
import org.inquest.app.document.Value;
import org.inquest.formats.perf.PerfEvent;
import org.inquest.profile.model.Function;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.CallTree;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Counting;
import org.inquest.profile.report.Dimension;

/// Where a profile's samples are: for a person, or as opreport told it.
public final class ProfileReportCommand implements InquestCommand {
  private static final int TOP = 20;
  private static final int DEEPEST = 200;

  /// Parts of a tree with fewer of its samples are left out.
  private static final double SMALLEST = 0.005;

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile report",
        "where the samples of a perf.data are: functions, call trees, lines",
        "[FILE] [event:E | image:PROGRAM | lib-image:FILE | tid:N | tgid:N | cpu:N | comm:NAME]...",
        ReportOptions.ALL,
        List.of(
            new CommandInfo.Example("profile report", "the top of perf.data"),
            new CommandInfo.Example("profile report -l my.data", "by function, as opreport -l"),
            new CommandInfo.Example(
                "profile report --tree image:ruby", "call trees of one program"),
            new CommandInfo.Example(
                "profile report -c --limit 5", "the top functions with their callers and callees"),
            new CommandInfo.Example("profile report --by cpu,symbol", "what each CPU did"),
            new CommandInfo.Example(
                "profile report --by time,comm --span 0.5", "who ran, in spans of half a second"),
            new CommandInfo.Example(
                "profile report --by group,symbol", "by container or service, if it was recorded"),
            new CommandInfo.Example("profile report -g -t 1", "source lines with 1 % at least")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    ReportOptions options = new ReportOptions(arguments);
    ProfileInput input = ProfileInput.of(arguments);
    try (Profile profile = ProfileInput.open(session, arguments, input.file())) {
      if (options.has(ReportOptions.TREE)) {
        return tree(profile, input);
      }
      if (options.has(ReportOptions.CALLS)) {
        return calls(profile, input, options);
      }
      return options.likeOpreport()
          ? opreport(profile, input, options)
          : overview(profile, input, options);
    }
  }

  private static Document opreport(Profile profile, ProfileInput input, ReportOptions options) {
    Counting.Result result =
        Counting.count(profile, options.dimensions(), input.filter(), options.span());
    CountTable table = result.table();
    List<CountTable.Row> rows = options.rows(table);
    List<String> lines = new ArrayList<>();
    if (options.has(ReportOptions.XML)) {
      lines.addAll(new OpreportXml(profile.data(), table).lines());
    } else {
      OpreportLayout layout = new OpreportLayout(profile.data(), table, options.style());
      lines.addAll(layout.head());
      lines.addAll(layout.rows(rows));
    }
    List<Document> parts = new ArrayList<>();
    parts.add(new Listing(lines, () -> rowTable(table, rows)));
    parts.addAll(ProfileInput.gaps(profile, result.summary()));
    return new Group("profile_report", parts);
  }

  /// The rows as data.
  private static Document rowTable(CountTable table, List<CountTable.Row> rows) {
    List<Integer> events = table.sampledEvents();
    List<Column> columns = new ArrayList<>();
    for (int event : events) {
      String key = events.size() == 1 ? "" : "_" + event;
      columns.add(
          table.counted()[event]
              ? Column.right("count" + key, "COUNT")
              : Column.right("samples" + key, "SAMPLES"));
      columns.add(Column.right("percent" + key, "%"));
    }
    for (Dimension dimension : table.dimensions()) {
      String key = dimension.name().toLowerCase(Locale.ROOT);
      columns.add(Column.left(key, dimension.name()));
    }
    List<List<Value>> values = new ArrayList<>();
    for (CountTable.Row row : rows) {
      List<Value> cells = new ArrayList<>();
      for (int event : events) {
        cells.add(Value.of(table.value(row, event)));
        cells.add(Value.of(shown(table.share(row, event))));
      }
      row.keys().forEach(key -> cells.add(Value.of(key)));
      values.add(cells);
    }
    return Table.of(columns, values);
  }

  private static String shown(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  private static Document overview(Profile profile, ProfileInput input, ReportOptions options) {
    long[] times = {Long.MAX_VALUE, Long.MIN_VALUE};
    List<Dimension> functions = List.of(Dimension.SYMBOL, Dimension.IMAGE, Dimension.APPLICATION);
    Counting.Result result =
        Counting.count(
            profile,
            functions,
            input
                .filter()
                .noting(sample -> {
                  times[0] = Math.min(times[0], sample.time());
                  times[1] = Math.max(times[1], sample.time());
                }),
            1);
    CountTable table = result.table();
    List<CountTable.Row> rows = options.rows(table);
    List<Document> parts = new ArrayList<>();
    parts.add(facts(profile, table, times));
    List<CountTable.Row> top = rows.subList(0, Math.min(rows.size(), options.limit(TOP)));
    parts.add(new Heading("Functions"));
    parts.add(rowTable(table, shortNames(top)));
    if (rows.size() > top.size()) {
      parts.add(
          Text.paragraph(
              (rows.size() - top.size()) + " more functions: profile report -l lists all"));
    }
    parts.add(
        Text.paragraph(
            "What follows from it, with evidence: profile findings. Line by line: profile annotate."));
    parts.addAll(ProfileInput.gaps(profile, result.summary()));
    return new Group("profile_report", parts);
  }

  private static List<CountTable.Row> shortNames(List<CountTable.Row> rows) {
    return rows.stream()
        .map(row ->
            new CountTable.Row(
                row.keys().stream().map(OpreportLayout::base).toList(),
                row.samples(),
                row.periods()))
        .toList();
  }

  private static Document facts(Profile profile, CountTable table, long[] times) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("file", "Profile", profile.data().name()));
    List<String> command = profile.data().features().commandLine();
    if (!command.isEmpty()) {
      fields.add(Field.of("command", "Recorded by", String.join(" ", command)));
    }
    for (int event : table.sampledEvents()) {
      fields.add(
          Field.of("event_" + event, "Event", told(profile.events().get(event), table, event)));
    }
    if (times[1] > times[0]) {
      double seconds = (times[1] - times[0]) / 1e9;
      fields.add(Field.of("duration", "Time", String.format(Locale.ROOT, "%.3f seconds", seconds)));
    }
    return new Fields(fields);
  }

  private static String told(PerfEvent event, CountTable table, int number) {
    return event.counted()
        ? event.name()
            + ": "
            + table.all(number)
            + ", counted whenever the leader of its group was sampled"
        : event.name() + ": " + table.samples()[number] + " samples";
  }

  private static Document tree(Profile profile, ProfileInput input) {
    CallTree.Result result = CallTree.of(profile, input.filter());
    CallTree tree = result.tree();
    List<Document> parts = new ArrayList<>();
    for (int root : tree.roots()) {
      if (tree.total(root) >= SMALLEST * tree.samples()) {
        parts.add(branch(tree, root, 0));
      }
    }
    parts.addAll(ProfileInput.gaps(profile, result.summary()));
    return new Group("call_trees", parts);
  }

  private static Tree branch(CallTree tree, int node, int depth) {
    List<Tree> children = new ArrayList<>();
    for (int child : tree.children(node)) {
      if (tree.total(child) >= SMALLEST * tree.samples() && depth < DEEPEST) {
        children.add(branch(tree, child, depth + 1));
      }
    }
    return new Tree(label(tree, node), children);
  }

  private static String label(CallTree tree, int node) {
    return String.format(
        Locale.ROOT,
        "%5.1f %% %d (%d itself) %s",
        100.0 * tree.total(node) / Math.max(1, tree.samples()),
        tree.total(node),
        tree.self(node),
        name(tree.function(node)));
  }

  private static String name(Function function) {
    String name = function.name().isEmpty() ? "(no symbols)" : function.name();
    return function.named() || function.name().isEmpty()
        ? name + " [" + function.binary().name() + "]"
        : name;
  }

  /// opreport's `--callgraph`: above each function its callers, below it what it called.
  private static Document calls(Profile profile, ProfileInput input, ReportOptions options) {
    CallTree.Result result = CallTree.of(profile, input.filter());
    CallTree tree = result.tree();
    Map<Function, List<CallTree.Neighbour>> callers = tree.callers();
    Map<Function, List<CallTree.Neighbour>> callees = tree.callees();
    List<Map.Entry<Function, Long>> functions = new ArrayList<>(tree.selfByFunction().entrySet());
    functions.sort(Map.Entry.<Function, Long>comparingByValue().reversed());
    List<String> lines = new ArrayList<>();
    List<List<Value>> rows = new ArrayList<>();
    lines.add("samples  %        image name               symbol name");
    int shown = 0;
    for (Map.Entry<Function, Long> entry : functions) {
      if (shown++ >= options.limit(100)) {
        break;
      }
      lines.add("-".repeat(79));
      for (CallTree.Neighbour n : callers.getOrDefault(entry.getKey(), List.of())) {
        lines.add(call("  ", n.samples(), n.function(), tree.samples(), ""));
        rows.add(row(entry.getKey(), "caller", n.function(), n.samples()));
      }
      lines.add(call("", entry.getValue(), entry.getKey(), tree.samples(), ""));
      rows.add(row(entry.getKey(), "self", entry.getKey(), entry.getValue()));
      for (CallTree.Neighbour n : callees.getOrDefault(entry.getKey(), List.of())) {
        lines.add(call("  ", n.samples(), n.function(), tree.samples(), ""));
        rows.add(row(entry.getKey(), "callee", n.function(), n.samples()));
      }
      lines.add(call("  ", entry.getValue(), entry.getKey(), tree.samples(), " [self]"));
    }
    List<Document> parts = new ArrayList<>();
    List<Column> columns =
        List.of(
            Column.left("function", "FUNCTION"),
            Column.left("relation", "RELATION"),
            Column.left("other", "OTHER"),
            Column.right("samples", "SAMPLES"));
    parts.add(new Listing(lines, () -> Table.of(columns, rows)));
    parts.addAll(ProfileInput.gaps(profile, result.summary()));
    return new Group("calls", parts);
  }

  private static List<Value> row(Function of, String relation, Function other, long samples) {
    return List.of(
        Value.of(name(of)), Value.of(relation), Value.of(name(other)), Value.of(samples));
  }

  private static String call(
      String indent, long samples, Function function, long all, String behind) {
    String name = function.name().isEmpty() ? "(no symbols)" : function.name();
    return String.format(
        Locale.ROOT,
        "%s%-8d %-8s %-24s %s%s",
        indent,
        samples,
        new OpreportPercent().of(samples, all),
        function.binary().name(),
        name,
        behind);
  }
}
