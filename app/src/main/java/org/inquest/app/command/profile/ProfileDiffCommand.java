package org.inquest.app.command.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.formats.fault.UsageError;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Counting;
import org.inquest.profile.report.Dimension;
import org.inquest.profile.report.ShareTest;

/// What changed between profiles, function by function, and how sure that is.
public final class ProfileDiffCommand implements InquestCommand {
  private static final Option ALL = Option.flag("-a", "all functions, also those hardly changed");
  private static final double SURE = 0.99;

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile diff",
        "what changed between profiles, and how sure that is",
        "BEFORE AFTER... [event:E | image:PROGRAM | lib-image:FILE | comm:NAME]...",
        List.of(ALL, ProfileInput.NO_DEMANGLE),
        List.of(
            new CommandInfo.Example(
                "profile diff old.data new.data", "functions whose share has surely changed"),
            new CommandInfo.Example(
                "profile diff -a old.data new.data image:ruby", "all functions of one program")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    ProfileInput input = ProfileInput.of(arguments);
    if (input.files().size() < 2) {
      throw new UsageError("profile diff compares two profiles or more: BEFORE AFTER...");
    }
    int count = input.files().size();
    Map<List<String>, long[]> samples = new LinkedHashMap<>();
    long[] all = new long[count];
    List<Document> gaps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path file = input.files().get(i);
      try (Profile profile = ProfileInput.open(session, arguments, file)) {
        List<Dimension> functions = List.of(Dimension.IMAGE, Dimension.SYMBOL);
        Counting.Result result = Counting.count(profile, functions, input.filter(), 1);
        CountTable table = result.table();
        for (CountTable.Row row : table.rows()) {
          samples.computeIfAbsent(row.keys(), k -> new long[count])[i] += table.total(row);
          all[i] += table.total(row);
        }
        gaps.addAll(ProfileInput.gaps(profile, result.summary()));
      }
    }
    List<Document> parts = new ArrayList<>();
    parts.add(
        Text.paragraph(
            "The first profile beside the last one. Confidence is that of a two-sided test of two"
                + " proportions, which takes samples as independent: an upper bound."));
    parts.add(table(samples, all, arguments.has(ALL)));
    parts.addAll(gaps);
    return new Group("profile_diff", parts);
  }

  private static Document table(Map<List<String>, long[]> samples, long[] all, boolean everything) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.right("change", "CHANGE"));
    columns.add(Column.right("confidence", "SURE"));
    for (int i = 0; i < all.length; i++) {
      columns.add(Column.right("percent_" + i, "% " + (i + 1)));
    }
    columns.add(Column.left("image", "IMAGE"));
    columns.add(Column.left("symbol", "SYMBOL"));
    List<Map.Entry<List<String>, long[]>> entries = new ArrayList<>(samples.entrySet());
    entries.sort(Comparator.comparingDouble(e -> -Math.abs(test(e.getValue(), all).change())));
    List<List<Value>> rows = new ArrayList<>();
    for (Map.Entry<List<String>, long[]> entry : entries) {
      ShareTest test = test(entry.getValue(), all);
      if (everything || test.confidence() >= SURE) {
        rows.add(row(entry.getKey(), entry.getValue(), all, test));
      }
    }
    return rows.isEmpty()
        ? Text.paragraph("No function's share has surely changed (99 %); -a lists all.")
        : Table.of(columns, rows);
  }

  private static ShareTest test(long[] samples, long[] all) {
    int last = all.length - 1;
    return new ShareTest(samples[0], all[0], samples[last], all[last]);
  }

  private static List<Value> row(List<String> keys, long[] samples, long[] all, ShareTest test) {
    List<Value> row = new ArrayList<>();
    row.add(Value.of(String.format(Locale.ROOT, "%+.2f", 100 * test.change())));
    // Never more than was computed: the formula has seven digits.
    double sure = Math.min(99.99, 100 * test.confidence());
    row.add(Value.of(String.format(Locale.ROOT, "%.2f %%", sure)));
    for (int i = 0; i < all.length; i++) {
      double share = all[i] == 0 ? 0 : 100.0 * samples[i] / all[i];
      row.add(Value.of(String.format(Locale.ROOT, "%.2f", share)));
    }
    row.add(Value.of(OpreportLayout.base(keys.getFirst())));
    row.add(Value.of(keys.get(1)));
    return row;
  }
}
