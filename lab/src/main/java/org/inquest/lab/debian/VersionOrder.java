package org.inquest.lab.debian;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Orders package names by the numbers in them: `6.12.95` comes before `6.12.107`.
///
/// Enough for kernel package names, whose versions differ only in numbers; the full rules are in
/// deb-version(7).
public final class VersionOrder implements Comparator<String> {
  private static final Pattern PART = Pattern.compile("\\d+|\\D+");

  @Override
  public int compare(String a, String b) {
    Matcher x = PART.matcher(a);
    Matcher y = PART.matcher(b);
    while (true) {
      boolean moreX = x.find();
      boolean moreY = y.find();
      if (!moreX || !moreY) {
        return Boolean.compare(moreX, moreY);
      }
      int c = comparePart(x.group(), y.group());
      if (c != 0) {
        return c;
      }
    }
  }

  private static int comparePart(String a, String b) {
    if (Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0))) {
      return new java.math.BigInteger(a).compareTo(new java.math.BigInteger(b));
    }
    return a.compareTo(b);
  }
}
