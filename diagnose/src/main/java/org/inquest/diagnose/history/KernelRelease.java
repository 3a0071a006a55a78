package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which kernel it was, as far as a release's name tells it.
///
/// | name | stands for |
/// |---|---|
/// | `6.1.20` | v6.1.20 |
/// | `6.1.0` | v6.1: the first release has a zero in `uname -r` only |
/// | `6.2.0-rc3-00123-g0123456789ab` | that commit |
/// | `6.1.0-13-amd64 #1 SMP Debian 6.1.55-1 (2023-09-29)` | v6.1.55: Debian's names keep the ABI's zero |
/// | `5.15.0-91-generic`, `4.18.0-477.el8.x86_64` | v5.15, v4.18, and more that the name does not tell |
/// | `6.6.0-next-20231101` | next-20231101 |
///
/// @param text as it was given
/// @param version `6.1.20`, `6.2-rc3`: what follows the `v` of a tag
/// @param commit the cut-off name of the commit it was built from; empty where the name has none
/// @param vendor whether a distribution numbered it, so that it has fixes that the version has not
public record KernelRelease(String text, String version, String commit, boolean vendor) {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:^|[^\\w.])v?(\\d{1,2})\\.(\\d{1,3})(?:\\.(\\d{1,4}))?(-rc\\d{1,2})?(\\S*)");

  private static final Pattern COMMIT = Pattern.compile("-g([0-9a-f]{7,40})\\b");
  private static final Pattern NEXT = Pattern.compile("-(next-\\d{8})\\b");

  /// Behind the number of the build, for the banner names Debian's compiler, too.
  private static final Pattern DEBIAN = Pattern.compile("#\\d+ .*\\bDebian (\\d+\\.\\d+\\.\\d+)");

  /// `-13-amd64`, `-91-generic`, `-477.el8.x86_64`, `-200.fc38.x86_64`.
  private static final Pattern VENDOR = Pattern.compile("-\\d+[.-].*");

  /// Reads `uname -r`, a tag, the first line of a log (`Linux version ...`), or what follows `Not
  /// tainted` in a report; empty where no version stands in it.
  public static Optional<KernelRelease> parse(String text) {
    Matcher name = NAME.matcher(text);
    if (!name.find()) {
      return Optional.empty();
    }
    String rest = name.group(5);
    Matcher commit = COMMIT.matcher(rest);
    Matcher next = NEXT.matcher(rest);
    Matcher debian = DEBIAN.matcher(text);
    String built = commit.find() ? commit.group(1) : "";
    if (next.find()) {
      return Optional.of(new KernelRelease(text.strip(), next.group(1), built, false));
    }
    boolean vendor = VENDOR.matcher(rest).matches() && built.isEmpty() && name.group(4) == null;
    String version = version(name);
    if (debian.find() && series(debian.group(1)).equals(series(version))) {
      version = shortened(debian.group(1));
    }
    return Optional.of(new KernelRelease(text.strip(), version, built, vendor));
  }

  private static String version(Matcher name) {
    String rc = name.group(4) == null ? "" : name.group(4);
    String last = name.group(3);
    String zeroless = last == null || last.equals("0") ? "" : "." + last;
    return name.group(1) + "." + name.group(2) + zeroless + rc;
  }

  private static String shortened(String version) {
    return version.endsWith(".0") ? version.substring(0, version.length() - 2) : version;
  }

  /// What to look for in a clone, best first: the commit, the tag of the version, those of the
  /// releases before it down to the first of its series.
  public List<String> revisions() {
    LinkedHashSet<String> out = new LinkedHashSet<>();
    if (!commit.isEmpty()) {
      out.add(commit);
    }
    out.add(tag());
    out.add("v" + series());
    return new ArrayList<>(out);
  }

  /// The tag of its version: `v6.1.20`, `next-20231101`.
  public String tag() {
    return version.startsWith("next-") ? version : "v" + version;
  }

  /// Its name alone, as `uname -r` has it: of a log's first line the third word.
  public String shown() {
    for (String word : text.split("\\s+")) {
      if (NAME.matcher(word).find()) {
        return word;
      }
    }
    return text;
  }

  /// Major and minor number: `6.1`; all stable releases of a series come from one branch.
  public String series() {
    return series(version);
  }

  /// The series of a tag or version: `6.1` of `v6.1.55`, `v6.1-rc3~2`; empty for other texts.
  public static String series(String version) {
    Matcher name = NAME.matcher(" " + version);
    return name.find() ? name.group(1) + "." + name.group(2) : "";
  }

  /// Whether it came after the first release of its series.
  public boolean stable() {
    return !version.startsWith("next-") && !version.equals(series()) && !version.contains("-rc");
  }
}
