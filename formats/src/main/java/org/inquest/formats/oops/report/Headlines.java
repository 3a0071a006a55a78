package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.inquest.formats.oops.kind.Kind;
import org.inquest.formats.oops.kind.Kind.Form;

/// Gives a report its title, class and guilty function.
public final class Headlines {
  private Headlines() {}

  /// The headline of a report.
  public static Headline of(LogReport report) {
    String text = report.text();
    boolean panicked = text.contains("Kernel panic - not syncing");
    for (Form form : report.kind().forms()) {
      Matcher body = form.body().matcher(text);
      if (body.find()) {
        return formed(report, form, body, panicked);
      }
    }
    Kind kind = report.kind();
    String line = report.first().text();
    String title = kind.title().isEmpty() ? TitleText.plain(kind.words(line)) : kind.title();
    return new Headline(
        title, List.of(), kind.type(), "", kind.bare() ? "" : "only its first line fits", panicked);
  }

  private static Headline formed(LogReport report, Form form, Matcher body, boolean panicked) {
    String frame = "";
    if (form.frames().wanted()) {
      frame = GuiltyFrame.of(report.lines(), form.frames()).orElse(Headline.CORRUPTED);
    }
    String why =
        frame.equals(Headline.CORRUPTED) ? "no function to blame" : Doubts.of(report, form);
    List<String> names = frame.isEmpty() ? List.of("") : FunctionNames.of(frame);
    List<String> all = new ArrayList<>();
    for (String template : form.titles()) {
      for (String name : names) {
        all.add(fill(template, body, name));
      }
    }
    String title = all.getFirst();
    TreeSet<String> alternatives = new TreeSet<>(all.subList(1, all.size()));
    alternatives.remove(title);
    return new Headline(
        title, List.copyOf(alternatives), type(form, body), names.getFirst(), why, panicked);
  }

  private static String type(Form form, Matcher body) {
    String type = form.type();
    for (int i = 1; i <= body.groupCount(); i++) {
      String group = body.group(i);
      type = group == null ? type : type.replace("{" + i + "}", group.toUpperCase(Locale.ROOT));
    }
    return type;
  }

  private static String fill(String template, Matcher body, String name) {
    String out = template;
    for (int i = 1; i <= body.groupCount(); i++) {
      String group = body.group(i);
      out = out.replace("{" + i + "}", group == null ? "" : TitleText.plain(group));
    }
    return TitleText.cut(out.replace("{F}", name)).strip();
  }
}
