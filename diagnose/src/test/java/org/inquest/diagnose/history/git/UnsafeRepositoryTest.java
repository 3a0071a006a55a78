package org.inquest.diagnose.history.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.inquest.diagnose.history.HistoryReport;
import org.inquest.diagnose.history.HistorySearch;
import org.inquest.diagnose.history.KernelHistory;
import org.inquest.diagnose.history.KernelRelease;
import org.inquest.diagnose.history.RankedCommit;
import org.inquest.diagnose.history.Symptoms;
import org.inquest.formats.fault.Unavailable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Repositories that can't be used, that want something run, or that are damaged.
final class UnsafeRepositoryTest {
  private static final String FILE = "fs/ext4/inode.c";

  @TempDir Path folder;

  @Test
  void runsNothingThatTheRepositoryNames() throws IOException {
    Path repository = small("r");
    Path marker = folder.resolve("it-ran");
    Path program = folder.resolve("program");
    Files.writeString(program, "#!/bin/sh\necho \"$0 $*\" >> " + marker + "\ncat \"$1\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name :
        new String[] {
          "core.fsmonitor",
          "core.pager",
          "core.sshCommand",
          "core.askPass",
          "core.gitProxy",
          "core.editor",
          "core.alternateRefsCommand",
          "diff.external",
          "diff.cpp.textconv",
          "diff.cpp.command",
          "filter.x.smudge",
          "filter.x.clean",
          "gpg.program",
          "pager.log",
          "gpg.ssh.program",
          "credential.helper",
          "remote.origin.uploadpack",
          "uploadpack.packObjectsHook",
        }) {
      KernelHistory.git(repository, "config", name, program.toString());
    }
    for (String setting :
        new String[] {
          "log.showSignature true", "protocol.allow always", "protocol.file.allow always",
          "diff.cpp.cachetextconv false", "color.ui always", "diff.noprefix true",
          "diff.mnemonicPrefix true", "format.pretty oneline", "log.decorate full",
          "grep.column true", "grep.fallbackToNoIndex true", "diff.context 10",
        }) {
      String[] words = setting.split(" ");
      KernelHistory.git(repository, "config", words[0], words[1]);
    }
    Files.createDirectories(repository.resolve(".git/hooks"));
    for (String hook :
        new String[] {"post-checkout", "reference-transaction", "post-index-change"}) {
      Files.copy(program, repository.resolve(".git/hooks/" + hook));
    }
    Files.writeString(repository.resolve(".git/info/attributes"), "*.c diff=cpp filter=x\n");
    HistoryReport report = search(repository);
    assertThat(report.gaps()).isEmpty();
    assertThat(report.fixes()).hasSize(1);
    assertThat(report.fixes().getFirst().grounds())
        .anyMatch(ground -> ground.clause().contains("changed f() in " + FILE));
    assertThat(marker).doesNotExist();
    // What was set does run where nobody switches it off: else this test would prove nothing.
    KernelHistory.git(repository, "--no-pager", "log", "-p", "-1", "--", FILE);
    assertThat(marker).exists();
  }

  @Test
  void fetchesNothingForAPartialClone() throws IOException {
    Path repository = small("r");
    KernelHistory.git(repository, "config", "uploadpack.allowFilter", "true");
    Path partial = folder.resolve("partial");
    KernelHistory.git(
        folder,
        "clone",
        "-q",
        "--no-checkout",
        "--filter=blob:none",
        "file://" + repository,
        partial.toString());
    Path objects = partial.resolve(".git/objects");
    long before = files(objects);
    HistoryReport report = search(partial);
    assertThat(files(objects)).isEqualTo(before);
    assertThat(report.gaps())
        .anyMatch(gap -> gap.startsWith("not all") || gap.startsWith("no definition"));
  }

  @Test
  void readsBareRepositoriesAndWorktrees() {
    Path repository = small("r");
    Path bare = folder.resolve("bare.git");
    KernelHistory.git(folder, "clone", "-q", "--bare", repository.toString(), bare.toString());
    assertThat(search(bare).fixes()).hasSize(1);
    Path tree = folder.resolve("tree");
    KernelHistory.git(repository, "worktree", "add", "-q", "--detach", tree.toString());
    assertThat(search(tree).fixes()).hasSize(1);
  }

  @Test
  void saysThatACloneIsShallow() {
    Path repository = small("r");
    Path shallow = folder.resolve("shallow");
    KernelHistory.git(
        folder, "clone", "-q", "--depth=1", "file://" + repository, shallow.toString());
    assertThat(search(shallow).gaps()).anyMatch(gap -> gap.startsWith("the clone is shallow"));
  }

  @Test
  void saysThatItIsNoKernel() {
    Path other = folder.resolve("other");
    KernelHistory.git(folder, "init", "-q", "-b", "master", other.toString());
    KernelHistory.git(other, "commit", "-q", "--allow-empty", "-m", "nothing");
    assertThat(search(other).gaps()).anyMatch(gap -> gap.startsWith("this is no kernel's tree"));
  }

  @Test
  void refusesWhatIsNoRepository() throws IOException {
    assertRefused(folder.resolve("missing"), "is no folder");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertRefused(file, "is no folder");
    // A folder within a repository is none.
    Path repository = small("r");
    assertRefused(Files.createDirectory(repository.resolve("inner")), "is no git repository");
    Path empty = folder.resolve("empty");
    KernelHistory.git(folder, "init", "-q", empty.toString());
    assertRefused(empty, "has no commits");
    Path dangling = Files.createDirectory(folder.resolve("dangling"));
    Files.writeString(dangling.resolve(".git"), "gitdir: /nowhere/at/all\n");
    assertRefused(dangling, "is no git repository");
    Path broken = small("broken");
    Files.writeString(broken.resolve(".git/config"), "[core\nbare = perhaps\n");
    assertRefused(broken, "bad config");
  }

  @Test
  void refusesARepositoryOfAnotherUser() throws IOException {
    Path repository = small("r");
    try {
      Files.setAttribute(repository, "unix:uid", 12_345);
      Files.setAttribute(repository.resolve(".git"), "unix:uid", 12_345);
    } catch (IOException e) {
      Assumptions.abort("only root can give files away");
    }
    assertRefused(repository, "belongs to another user");
  }

  @Test
  void tellsWhatItFoundInADamagedRepository() throws IOException {
    Path repository = small("r");
    String head = GitCommitLog.open(repository, Duration.ofMinutes(1), "").newestBranch();
    Path kept = Path.of(head.substring(0, 2), head.substring(2));
    try (Stream<Path> objects = Files.walk(repository.resolve(".git/objects"))) {
      for (Path object :
          objects.filter(p -> Files.isRegularFile(p) && !p.endsWith(kept)).toList()) {
        byte[] bytes = Files.readAllBytes(object);
        bytes[bytes.length / 2] ^= 0x55;
        assertThat(object.toFile().setWritable(true)).isTrue();
        Files.write(object, bytes);
      }
    }
    try {
      assertThat(search(repository).gaps()).isNotEmpty();
    } catch (Unavailable refused) {
      assertThat(refused).hasMessageContaining(repository.toString());
    }
  }

  @Test
  void readsMessagesOfAnyBytesAndLength() throws IOException {
    Path repository = small("r");
    Path message = folder.resolve("message");
    byte[] text = ("ext4: fix f()\n\n" + "f() ".repeat(1_000_000)).getBytes(UTF_8);
    text[6] = (byte) 0xff;
    text[7] = 0x1b;
    Files.write(message, text);
    KernelHistory.git(repository, "commit", "-q", "--allow-empty", "-F", message.toString());
    int longest = 0;
    for (RankedCommit fix : search(repository).fixes()) {
      assertThat(fix.commit().subject()).doesNotContain("\n");
      longest = Math.max(longest, fix.commit().message().length());
    }
    // Cut, though the commit was read: its second line alone has four million characters.
    assertThat(longest).isBetween(1000, 70_000);
  }

  @Test
  void stopsWhenItsTimeIsUp() {
    Path repository = small("r");
    GitCommitLog log = GitCommitLog.open(repository, Duration.ofNanos(1), "");
    HistoryReport report = new HistorySearch(log, symptoms(), 5, step -> {}).search();
    assertThat(report.fixes()).isEmpty();
    assertThat(report.gaps()).first().asString().startsWith("time was up");
    assertThat(report.gaps()).noneMatch(gap -> gap.startsWith("the clone has neither"));
  }

  @Test
  void asksForNoOptionThatARevisionLooksLike() {
    GitCommitLog log = GitCommitLog.open(small("r"), Duration.ofMinutes(1), "");
    assertThat(log.resolve("--all")).isEmpty();
    assertThat(log.resolve("v6.1 --all")).isEmpty();
    assertThat(log.resolve("")).isEmpty();
    assertThat(log.line("v6.1", "../../etc/passwd", 1)).isEmpty();
    assertThat(log.line("v6.1", FILE, 1)).contains("// SPDX-License-Identifier: GPL-2.0");
    assertThat(log.line("v6.1", FILE, 9999)).isEmpty();
  }

  /// A repository with one fix of `f()` after v6.1.
  private Path small(String name) {
    Path repository = folder.resolve(name);
    try (KernelHistory h = KernelHistory.in(repository)) {
      h.file(FILE, "f", "g").commit("start\n");
      h.edit(FILE, "f", 1, "bad();").commit("ext4: bad\n");
      h.tag("v6.1");
      h.insert(FILE, "f", 1, "if (!x)").commit("ext4: look first\n");
    }
    KernelHistory.git(repository, "reset", "-q", "--hard");
    return repository;
  }

  private static Symptoms symptoms() {
    return new Symptoms(
        List.of("f"), List.of(), Optional.empty(), Set.of(), Set.of(), KernelRelease.parse("6.1"));
  }

  private static HistoryReport search(Path repository) {
    GitCommitLog log = GitCommitLog.open(repository, Duration.ofMinutes(1), "");
    return new HistorySearch(log, symptoms(), 5, step -> {}).search();
  }

  private static void assertRefused(Path folder, String why) {
    assertThatThrownBy(() -> GitCommitLog.open(folder, Duration.ofMinutes(1), ""))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining(why);
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
