package org.inquest.app.command.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands over a file's call graph and its findings, as a person types them.
final class CodeGraphTest {
  private static final int FUNC = 2;

  @TempDir Path folder;
  private String module = "";

  private record Outcome(int exit, String out, String err) {}

  private Outcome code(String... words) {
    List<String> all = new ArrayList<>(List.of("code", module));
    all.addAll(List.of(words));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exit = new CommandLine(out, errors, Terminal.none()).run(all);
    return new Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// `entry` calls `alloc_it` and writes to its result; that one calls `vmalloc`. `locked` takes a
  /// mutex and returns -22 with it where its argument's word at 8 is 0.
  @BeforeEach
  void writeModule() throws IOException {
    // entry: push %rbx; call alloc_it; movl $0,(%rax); pop %rbx; ret
    String entry = "53 e8 00000000 c70000000000 5b c3".replace(" ", "");
    // alloc_it: jmp vmalloc
    String alloc = "e900000000";
    // locked: push %rbx; mov %rdi,%rbx; call mutex_lock; cmpl $0,8(%rbx); je error;
    // mov %rbx,%rdi; call mutex_unlock; xor %eax,%eax; pop %rbx; ret;
    // error: mov $-22,%eax; pop %rbx; ret
    String locked =
        "53 4889fb e800000000 837b0800 740c 4889df e800000000 31c0 5b c3 b8eaffffff 5b c3"
            .replace(" ", "");
    byte[] text = HexFormat.of().parseHex(entry + alloc + locked);
    int allocAt = entry.length() / 2;
    int lockedAt = allocAt + alloc.length() / 2;
    Path file = folder.resolve("probe.ko");
    Files.write(
        file,
        new ElfObject(1, 62)
            .text(".text", 0, text)
            .data(".data", 0, new byte[16])
            .symbol("entry", FUNC, 1, 0, allocAt)
            .symbol("alloc_it", FUNC, 1, allocAt, lockedAt - allocAt)
            .symbol("locked", FUNC, 1, lockedAt, text.length - lockedAt)
            .symbol("vmalloc", 0, 0, 0, 0)
            .symbol("mutex_lock", 0, 0, 0, 0)
            .symbol("mutex_unlock", 0, 0, 0, 0)
            .rela(1, 2, 4, 2, -4)
            .rela(1, allocAt + 1, 4, 4, -4)
            .rela(1, lockedAt + 5, 4, 5, -4)
            .rela(1, lockedAt + 19, 4, 6, -4)
            .bytes());
    module = file.toString();
  }

  @Test
  void callersAndCallees() {
    assertThat(code("callers", "vmalloc").out()).contains("alloc_it", "jumps to");
    assertThat(code("callers", "--depth", "2", "vmalloc").out()).contains("entry");
    assertThat(code("callees", "entry").out()).contains("alloc_it").doesNotContain("vmalloc");
    assertThat(code("callers", "--indirect", "alloc_it").out()).contains("0 likely and 0 possible");
  }

  @Test
  void referencesAndPath() {
    assertThat(code("references", "alloc_it").out()).contains("entry", "calls");
    assertThat(code("path", "entry", "vmalloc").out()).contains("alloc_it", "vmalloc");
    assertThat(code("path", "locked", "vmalloc").out()).contains("No way of calls");
  }

  @Test
  void graphAsWordsForGraphvizAndAsPage() throws IOException {
    assertThat(code("graph", "alloc_it").out())
        .isEqualTo("alloc_it jumps to vmalloc\nentry calls alloc_it\n");
    assertThat(code("graph", "--dot", "alloc_it").out())
        .startsWith("digraph calls {")
        .contains("n0 [label=\"alloc_it\", style=bold];", "n2 -> n0;", "n0 -> n1 [label=");
    assertThat(code("graph", "--json", "alloc_it").out()).contains("\"distance\"");
    Path page = folder.resolve("page.html");
    assertThat(code("graph", "--html", page.toString(), "entry").exit()).isZero();
    assertThat(page)
        .content()
        .contains("<svg", ">alloc_it</text>", "</html>")
        .doesNotContain("http");
  }

  @Test
  void findingsOfEachCheck() {
    assertThat(code("unchecked").out()).contains("1 finding.", "entry+0x6", "alloc_it");
    assertThat(code("locks").out()).contains("1 finding.", "mutex", "-22", "je");
    assertThat(code("init-check").err()).contains("no init sections");
    assertThat(code("unchecked", "locked").out()).contains("0 findings");
  }

  @Test
  void stackOfAChainAndOfAll() {
    assertThat(code("stack", "--from", "entry").out()).startsWith("24 bytes of stack.");
    // The deepest chain and the largest frame are the first of several alike.
    assertThat(code("stack", "--top", "1").out().lines().filter(l -> l.contains("entry")))
        .hasSize(2);
    assertThat(code("stack", "entry").exit()).isEqualTo(2);
  }
}
