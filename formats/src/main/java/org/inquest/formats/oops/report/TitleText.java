package org.inquest.formats.oops.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes from a title what differs from crash to crash: addresses, numbers, lines, offsets.
final class TitleText {
  private static final int LONGEST = 120;

  private static final Pattern OFFSET = Pattern.compile("\\+0x[0-9a-f]+(/0x[0-9a-f]+)?");
  private static final Pattern ADDRESS =
      Pattern.compile("\\b(?:0x[0-9a-f]+|[0-9a-f]*\\d[0-9a-f]*(?<=[0-9a-f]{8}))\\b");
  private static final Pattern LINE = Pattern.compile("(\\.(?:c|h|S|rs)):[0-9]+(:[0-9]+)?");
  private static final Pattern CPU = Pattern.compile("CPU#[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![A-Za-z0-9_])[0-9]+(?![0-9A-Za-z_])|(?<![0-9])[0-9]{5,}");

  private TitleText() {}

  static String plain(String text) {
    String out = OFFSET.matcher(text.strip()).replaceAll("");
    out = LINE.matcher(out).replaceAll("$1:LINE");
    out = CPU.matcher(out).replaceAll("CPU#NUM");
    out = ADDRESS.matcher(out).replaceAll("ADDR");
    out = NUMBER.matcher(out).replaceAll(Matcher.quoteReplacement("NUM"));
    return cut(out.strip());
  }

  static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }
}
