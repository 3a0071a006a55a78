package org.inquest.diagnose.history;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A long history with one known bug: 500 files of 20 functions, a release every few thousand
/// commits, a stable branch with copies, and in between the commit that broke `ext4_stray_inode()`,
/// the one that fixed it, and its copy in `v6.1.30`.
///
/// Run as a program it leaves the repository in a folder, for measurements.
public final class LargeHistory {
  private static final int FILES = 500;
  private static final int FUNCTIONS = 20;
  private static final String GUILTY_FILE = "fs/ext4/stray.c";

  /// What is known of the bug.
  public record Truth(CommitId guilty, CommitId fix, CommitId copy) {}

  private final KernelHistory history;
  private final int commits;
  private final Random random = new Random(6);
  private final List<String> paths = new ArrayList<>();

  private LargeHistory(KernelHistory history, int commits) {
    this.history = history;
    this.commits = commits;
  }

  /// Writes it: `LargeHistory FOLDER [COMMITS]`.
  public static void main(String[] words) {
    int commits = words.length > 1 ? Integer.parseInt(words[1]) : 100_000;
    System.out.println(write(Path.of(words[0]), commits));
  }

  /// Writes a repository with about as many commits.
  public static Truth write(Path folder, int commits) {
    try (KernelHistory history = KernelHistory.in(folder)) {
      return new LargeHistory(history, commits).write();
    }
  }

  private Truth write() {
    String[] folders = {"fs/ext4", "fs/xfs", "drivers/net/wifi", "drivers/gpu", "net/ipv4", "mm"};
    for (int i = 0; i < FILES; i++) {
      String path = folders[i % folders.length] + "/part" + i + ".c";
      String[] functions = new String[FUNCTIONS];
      for (int f = 0; f < FUNCTIONS; f++) {
        functions[f] = name(i, f);
      }
      paths.add(path);
      history.file(path, functions);
    }
    history.file(GUILTY_FILE, "ext4_near_inode", "ext4_stray_inode", "ext4_far_inode");
    history.quick("Linux 5.19");
    history.tag("v5.19");
    noise(commits * 2 / 5);
    history.tag("v6.0");
    noise(commits / 20);
    history.edit(GUILTY_FILE, "ext4_stray_inode", 3, "use(x->inode);");
    CommitId guilty = history.commit("ext4: take the inode without a reference\n\nIt is faster.\n");
    noise(commits / 20);
    history.tag("v6.1");
    history.branch("linux-6.1.y");
    copies(commits / 20, "v6.1.20");
    history.branch("master");
    noise(commits / 10);
    history.edit(GUILTY_FILE, "ext4_stray_inode", 3, "use(igrab(x->inode));");
    CommitId fix = history.commit(fixMessage(guilty, ""));
    noise(commits / 10);
    history.tag("v6.2");
    history.branch("linux-6.1.y");
    history.edit(GUILTY_FILE, "ext4_stray_inode", 3, "use(igrab(x->inode));");
    CommitId copy = history.commit(fixMessage(guilty, "commit " + fix.hex() + " upstream.\n\n"));
    copies(commits / 20, "v6.1.30");
    history.branch("master");
    noise(commits / 5);
    history.tag("v6.3");
    return new Truth(guilty, fix, copy);
  }

  private static String fixMessage(CommitId guilty, String origin) {
    return "ext4: fix a use-after-free of stray inodes\n\n"
        + origin
        + "syzbot saw:\n BUG: KASAN: use-after-free in ext4_stray_inode+0x12/0x40\n\n"
        + "Fixes: "
        + guilty.shortened()
        + " (\"ext4: take the inode without a reference\")\n"
        + "Cc: stable@vger.kernel.org\n";
  }

  private static String name(int file, int function) {
    return "part" + file + "_do_" + function;
  }

  private void change(int i) {
    int file = random.nextInt(FILES);
    String function = name(file, random.nextInt(FUNCTIONS));
    history.edit(paths.get(file), function, random.nextInt(8), "step(x, " + i + ");");
    // Now and then the guilty file changes too, next to the guilty function.
    if (i % 997 == 0) {
      history.edit(GUILTY_FILE, "ext4_near_inode", i % 8, "near(x, " + i + ");");
    }
  }

  private void noise(int count) {
    for (int i = 0; i < count; i++) {
      change(i);
      history.quick(message(i, ""));
    }
  }

  private void copies(int count, String tag) {
    for (int i = 0; i < count; i++) {
      change(i);
      history.quick(message(i, "commit " + digits() + " upstream.\n\n"));
    }
    history.tag(tag);
  }

  private String digits() {
    return String.format("%016x%016x%08x", random.nextLong(), random.nextLong(), random.nextInt());
  }

  /// As long as the kernel's messages, a kilobyte, and every fifth with a `Fixes:`.
  private String message(int i, String origin) {
    StringBuilder out = new StringBuilder("part: change number " + i + "\n\n").append(origin);
    for (int line = 0; line < 10; line++) {
      out.append("Some words that tell why the step is taken in this and not another way ");
      out.append(random.nextInt(10_000)).append(".\n");
    }
    if (i % 5 == 0) {
      out.append("\nFixes: ").append(digits(), 0, 12).append(" (\"part: something else\")\n");
    }
    return out.append("\nSigned-off-by: A Developer <a@example.org>\n").toString();
  }
}
