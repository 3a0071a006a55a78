package org.inquest.diagnose.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/// Writes repositories that look like a kernel's, through `git fast-import`: files of functions
/// whose bodies change line by line, branches, merges, tags.
///
/// ```
/// try (KernelHistory h = KernelHistory.in(folder)) {
///   h.file("fs/ext4/inode.c", "ext4_a", "ext4_b");
///   CommitId guilty = h.commit("ext4: speed up a", h.edit("fs/ext4/inode.c", "ext4_a", "fast();"));
///   h.tag("v6.1");
/// }
/// ```
public final class KernelHistory implements AutoCloseable {
  private static final List<String> TOP =
      List.of("arch", "drivers", "fs", "include", "init", "kernel", "lib", "mm", "net");

  private final Path folder;
  private final Process process;
  private final OutputStream out;
  private final BufferedReader answers;

  /// Files of each branch, by path; functions of a file by name, a body is its lines.
  private final Map<String, Map<String, Map<String, List<String>>>> trees = new TreeMap<>();

  private final Map<String, Integer> tips = new TreeMap<>();
  private final Map<String, String> pending = new LinkedHashMap<>();
  private String branch = "master";
  private int marks;
  private long seconds = 1_600_000_000L;

  private KernelHistory(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.out = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
    this.answers = process.inputReader(UTF_8);
    trees.put(branch, new TreeMap<>());
    for (String top : TOP) {
      pending.put(top + "/Makefile", "# " + top + "\n");
    }
  }

  /// An empty repository in a new folder; the test is skipped where there is no git.
  public static KernelHistory in(Path folder) {
    try {
      Files.createDirectories(folder);
      git(folder, "init", "-q", "-b", "master");
      ProcessBuilder importer =
          new ProcessBuilder("git", "fast-import", "--quiet", "--force", "--date-format=raw")
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      return new KernelHistory(folder, importer.start());
    } catch (IOException e) {
      Assumptions.abort("no git on this machine: " + e.getMessage());
      throw new UncheckedIOException(e);
    }
  }

  /// Runs git in a folder, as a developer would.
  public static void git(Path folder, String... words) {
    List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=T", "-c"));
    command.addAll(List.of("user.email=t@example.org", "-c", "protocol.file.allow=always"));
    command.addAll(List.of(words));
    try {
      Process git =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      git.getOutputStream().close();
      String said = new String(git.getInputStream().readAllBytes(), UTF_8);
      if (git.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Puts a file with functions into the next commit.
  public KernelHistory file(String path, String... functions) {
    Map<String, List<String>> file = new LinkedHashMap<>();
    for (String function : functions) {
      List<String> body = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        body.add("\tstep_" + i + "(x);");
      }
      file.put(head(function), body);
    }
    tree().put(path, file);
    pending.put(path, text(file));
    return this;
  }

  private static String head(String function) {
    return function.contains("(") ? function : "static int " + function + "(struct thing *x)";
  }

  private Map<String, Map<String, List<String>>> tree() {
    return trees.computeIfAbsent(branch, k -> new TreeMap<>());
  }

  private static String text(Map<String, List<String>> file) {
    StringBuilder text = new StringBuilder("// SPDX-License-Identifier: GPL-2.0\n");
    file.forEach((head, body) -> {
      text.append('\n').append(head).append("\n{\n");
      body.forEach(line -> text.append(line).append('\n'));
      text.append("\treturn 0;\n}\n");
    });
    return text.toString();
  }

  /// Puts a line into a function in the next commit, at a place of its body.
  public KernelHistory edit(String path, String function, int at, String line) {
    body(path, function).set(at, "\t" + line);
    return put(path);
  }

  /// Adds a line to a function.
  public KernelHistory insert(String path, String function, int at, String line) {
    body(path, function).add(at, "\t" + line);
    return put(path);
  }

  /// Gives a function another name.
  public KernelHistory rename(String path, String function, String name) {
    Map<String, List<String>> renamed = new LinkedHashMap<>();
    file(path)
        .forEach((head, body) ->
            renamed.put(FunctionHead.begins(head, function) ? head(name) : head, body));
    tree().put(path, renamed);
    return put(path);
  }

  /// Moves a file.
  public KernelHistory move(String path, String to) {
    Map<String, List<String>> file = file(path);
    tree().remove(path);
    tree().put(to, file);
    pending.put(path, "");
    return put(to);
  }

  /// Any file in the next commit.
  public KernelHistory raw(String path, String content) {
    pending.put(path, content);
    return this;
  }

  private KernelHistory put(String path) {
    pending.put(path, text(file(path)));
    return this;
  }

  private Map<String, List<String>> file(String path) {
    Map<String, List<String>> file = tree().get(path);
    if (file == null) {
      throw new IllegalArgumentException("no file " + path + " in " + branch);
    }
    return file;
  }

  private List<String> body(String path, String function) {
    return file(path).entrySet().stream()
        .filter(e -> FunctionHead.begins(e.getKey(), function))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /// Commits what was put, and tells its name.
  public CommitId commit(String message) {
    int mark = write(message, 0);
    return idOf(mark);
  }

  /// Commits without asking for the name, which is quicker.
  public void quick(String message) {
    write(message, 0);
  }

  /// Merges the tip of another branch, and takes over its files.
  public CommitId merge(String other) {
    Integer tip = tips.get(other);
    if (tip == null) {
      throw new IllegalArgumentException("no branch " + other);
    }
    trees
        .getOrDefault(other, Map.of())
        .forEach((path, file) -> {
          tree().put(path, copy(file));
          put(path);
        });
    return idOf(write("Merge branch '" + other + "'", tip));
  }

  private int write(String message, int merged) {
    int mark = ++marks;
    seconds += 600;
    byte[] text = message.getBytes(UTF_8);
    say("commit refs/heads/" + branch + "\nmark :" + mark + "\n");
    say("author A Developer <a@example.org> " + seconds + " +0000\n");
    say("committer A Maintainer <m@example.org> " + seconds + " +0000\n");
    say("data " + text.length + "\n");
    say(text);
    Integer tip = tips.get(branch);
    say(tip == null ? "\n" : "\nfrom :" + tip + "\n");
    say(merged == 0 ? "" : "merge :" + merged + "\n");
    pending.forEach(this::writeFile);
    pending.clear();
    say("\n");
    tips.put(branch, mark);
    return mark;
  }

  private void writeFile(String path, String content) {
    if (content.isEmpty()) {
      say("D " + path + "\n");
    } else {
      byte[] bytes = content.getBytes(UTF_8);
      say("M 100644 inline " + path + "\ndata " + bytes.length + "\n");
      say(bytes);
      say("\n");
    }
  }

  private CommitId idOf(int mark) {
    say("get-mark :" + mark + "\n");
    try {
      out.flush();
      String answer = answers.readLine();
      return CommitId.parse(answer == null ? "" : answer).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts an annotated tag on the branch's tip.
  public KernelHistory tag(String name) {
    seconds += 600;
    say("tag " + name + "\nfrom :" + tips.get(branch) + "\n");
    say("tagger A Maintainer <m@example.org> " + seconds + " +0000\ndata 0\n\n");
    return this;
  }

  /// Goes on in another branch, which begins here if it is new.
  public KernelHistory branch(String name) {
    Integer tip = tips.get(branch);
    Map<String, Map<String, List<String>>> from = tree();
    branch = name;
    if (!tips.containsKey(name) && tip != null) {
      tips.put(name, tip);
      Map<String, Map<String, List<String>>> copied = new TreeMap<>();
      from.forEach((path, file) -> copied.put(path, copy(file)));
      trees.put(name, copied);
    }
    return this;
  }

  private static Map<String, List<String>> copy(Map<String, List<String>> file) {
    Map<String, List<String>> out = new LinkedHashMap<>();
    file.forEach((head, body) -> out.put(head, new ArrayList<>(body)));
    return out;
  }

  /// Moves the clock.
  public KernelHistory later(long days) {
    seconds += days * 86_400;
    return this;
  }

  private void say(String text) {
    say(text.getBytes(UTF_8));
  }

  private void say(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The repository's folder.
  public Path folder() {
    return folder;
  }

  /// Writes all.
  @Override
  public void close() {
    try {
      out.close();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("git fast-import failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
