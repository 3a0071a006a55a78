package org.inquest.formats.perf.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The description of one tracepoint, the text of its file `format` in tracefs.
///
/// @param system the folder that it is in: `sched`
/// @param name `sched_switch`
/// @param id the kernel's number of it: the config of its event
/// @param fields by their names, in order
/// @param print how the kernel prints it: a text and C expressions
public record TraceFormat(
    String system, String name, long id, Map<String, TraceField> fields, String print) {
  private static final int MOST_FIELDS = 512;
  private static final Pattern NAME = Pattern.compile("(?m)^name: (\\S{1,128})$");
  private static final Pattern ID = Pattern.compile("(?m)^ID: (\\d{1,9})$");
  private static final Pattern FIELD =
      Pattern.compile(
          "(?m)^\\s*field:([^;\\n]{1,256});\\s*offset:(\\d{1,6});\\s*size:(\\d{1,6});"
              + "(?:\\s*signed:([01]);)?");
  private static final Pattern PRINT = Pattern.compile("(?m)^print fmt: (.*)$");
  private static final Pattern LAST_WORD = Pattern.compile("(\\w+)\\s*(?:\\[[^]]*])?\\s*$");

  /// Reads a description; empty where it is none.
  static Optional<TraceFormat> parse(String system, String text) {
    Matcher name = NAME.matcher(text);
    Matcher id = ID.matcher(text);
    if (!name.find() || !id.find()) {
      return Optional.empty();
    }
    Map<String, TraceField> fields = new LinkedHashMap<>();
    Matcher field = FIELD.matcher(text);
    while (field.find() && fields.size() < MOST_FIELDS) {
      String declaration = field.group(1);
      Matcher word = LAST_WORD.matcher(declaration);
      if (word.find()) {
        fields.putIfAbsent(
            word.group(1),
            new TraceField(
                word.group(1),
                place(declaration),
                Integer.parseInt(field.group(2)),
                Integer.parseInt(field.group(3)),
                "1".equals(field.group(4))));
      }
    }
    Matcher print = PRINT.matcher(text);
    return Optional.of(
        new TraceFormat(
            system,
            name.group(1),
            Long.parseLong(id.group(1)),
            fields,
            print.find() ? print.group(1) : ""));
  }

  private static TraceField.Place place(String declaration) {
    return declaration.startsWith("__data_loc ")
        ? TraceField.Place.ELSEWHERE
        : declaration.startsWith("__rel_loc ") ? TraceField.Place.BEHIND : TraceField.Place.HERE;
  }

  /// A field; empty where this kernel's tracepoint has none of that name.
  public Optional<TraceField> field(String field) {
    return Optional.ofNullable(fields.get(field));
  }
}
