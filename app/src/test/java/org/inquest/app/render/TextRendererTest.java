package org.inquest.app.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Stack;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Tree;
import org.inquest.app.document.Value;
import org.junit.jupiter.api.Test;

final class TextRendererTest {
  private static String render(Document document) throws IOException {
    return render(document, Palette.NONE, 80);
  }

  private static String render(Document document, Palette palette, int width) throws IOException {
    StringWriter out = new StringWriter();
    TextRenderer renderer = new TextRenderer(out, palette, width);
    renderer.document(document);
    renderer.end(0, "");
    return out.toString();
  }

  @Test
  void tablesAlignNumbersRightAndWordsLeft() throws IOException {
    Table table =
        Table.of(
            List.of(
                Column.right("pid", "PID"), Column.left("task", "TASK"), Column.left("c", "COMM")),
            List.of(
                List.of(Value.of(1), Value.address(0xffff888005204000L), Value.of("init")),
                List.of(Value.of(32768), Value.none(), Value.of("mapl"))));
    assertThat(render(table))
        .isEqualTo(
            """
              PID  TASK              COMM
                1  ffff888005204000  init
            32768  -                 mapl
            """);
  }

  @Test
  void fieldsStandUnderEachOther() throws IOException {
    assertThat(
            render(
                new Fields(
                    List.of(Field.of("cpus", "CPUS", 2), Field.of("release", "RELEASE", "6.1")))))
        .isEqualTo("   CPUS: 2\nRELEASE: 6.1\n");
  }

  @Test
  void hostileValuesStayOnTheirLineEverywhere() throws IOException {
    String evil = "a\u001b[2J\nb";
    String safe = "a\\x1b[2J\\x0ab";
    assertThat(render(Table.of(List.of(Column.left("x", "X")), List.of(List.of(Value.of(evil))))))
        .isEqualTo("X\n" + safe + "\n");
    assertThat(render(new Heading(evil))).isEqualTo(safe + "\n");
    assertThat(render(Text.paragraph(evil))).isEqualTo(safe + "\n");
    assertThat(render(new Tree(evil, List.of()))).isEqualTo(safe + "\n");
    assertThat(render(new Gap(evil))).isEqualTo("! " + safe + "\n");
    assertThat(render(new Fields(List.of(Field.of("k", "K", evil)))))
        .isEqualTo("K: " + safe + "\n");
    Stack stack =
        new Stack(
            List.of(new Field("command", "COMMAND", new Value.Quoted(evil))),
            List.of(
                new Stack.Frame(0, 1, 2, evil, evil, "guess", true, Optional.empty(), List.of())),
            Optional.of(evil));
    assertThat(render(stack)).doesNotContain("\u001b").hasLineCount(3).contains("? " + safe);
  }

  @Test
  void stacksLookLikeCrashs() throws IOException {
    Stack stack =
        new Stack(
            List.of(
                Field.of("pid", "PID", 51),
                new Field("task", "TASK", Value.address(0xffff888005204000L)),
                Field.of("cpu", "CPU", 1),
                new Field("command", "COMMAND", new Value.Quoted("mapl"))),
            List.of(
                new Stack.Frame(
                    0,
                    0xffffc900001c7a38L,
                    0xffffffff81a0c3f1L,
                    "__schedule+0x2f1",
                    "",
                    "registers",
                    false,
                    Optional.empty(),
                    List.of()),
                new Stack.Frame(
                    10,
                    0xffffc900001c7b90L,
                    0xffffffffc02080ceL,
                    "residency_read+0x8e",
                    "sick",
                    "unwind table",
                    false,
                    Optional.empty(),
                    List.of())),
            Optional.empty());
    assertThat(render(stack))
        .isEqualTo(
            """
            PID: 51       TASK: ffff888005204000  CPU: 1    COMMAND: "mapl"
             #0 [ffffc900001c7a38] __schedule+0x2f1 at ffffffff81a0c3f1
            #10 [ffffc900001c7b90] residency_read+0x8e at ffffffffc02080ce [sick]
            """);
  }

  @Test
  void variablesOfInlinedFunctionsStandBelowTheirName() throws IOException {
    Stack stack =
        new Stack(
            List.of(Field.of("pid", "PID", 51)),
            List.of(
                new Stack.Frame(
                    1,
                    0xffffd38840013d50L,
                    0xffffffffb9603f4dL,
                    "callee+0x3f",
                    false,
                    "",
                    "unwind table",
                    false,
                    Optional.empty(),
                    List.of(),
                    List.of(
                        new Stack.Variable(1, "twice", "long number", "7", "in r12", "certain"),
                        new Stack.Variable(0, "twice", "int gone", "", "nowhere", "optimised out"),
                        new Stack.Variable(1, "", "int x", "3", "at 0x8", "likely"),
                        new Stack.Variable(0, "", "int a", "", "nowhere", "optimised out"),
                        new Stack.Variable(2, "", "int y", "", "rdx: overwritten", "unknown"),
                        new Stack.Variable(0, "", "int b", "", "nowhere", "optimised out")),
                    List.of())),
            Optional.empty());
    assertThat(render(stack))
        .isEqualTo(
            """
            PID: 51
             #1 [ffffd38840013d50] callee+0x3f at ffffffffb9603f4d
                  in twice (inlined)
                    arg1 long number = 7  (in r12)
                    optimised out: int gone
                  arg1 int x = 3  (likely, at 0x8)
                  arg2 int y  (unknown, rdx: overwritten)
                  optimised out: int a, int b
            """);
  }

  /// The registers end the kernel's stack; the line behind them is the program's first.
  @Test
  void aProgramsFramesFollowItsRegisters() throws IOException {
    Stack.Registers registers =
        new Stack.Registers(
            "user RIP: read+0x16", true, List.of(new Field("rip", "RIP", Value.address(0x7f16))));
    Stack stack =
        new Stack(
            List.of(Field.of("pid", "PID", 51)),
            List.of(
                frame(7, true, Optional.of(registers)), frame(7, false, Optional.of(registers))),
            Optional.empty());
    assertThat(render(stack))
        .isEqualTo(
            """
            PID: 51
                [user RIP: read+0x16]
                RIP: 0000000000007f16
             #7 [00007ffd00001000] read+0x16 at 0000000000007f16 [libc.so.6]
                [user RIP: read+0x16]
                RIP: 0000000000007f16
            """);
  }

  private static Stack.Frame frame(int level, boolean user, Optional<Stack.Registers> registers) {
    return new Stack.Frame(
        level,
        0x7ffd_0000_1000L,
        0x7f16,
        "read+0x16",
        user,
        "libc.so.6",
        "registers",
        false,
        registers,
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void sourceLinesStandBelowTheirFrame() throws IOException {
    Stack stack =
        new Stack(
            List.of(Field.of("pid", "PID", 51)),
            List.of(
                new Stack.Frame(
                    5,
                    0xffffd38840013d50L,
                    0xffffffffb9603f4dL,
                    "do_syscall_64+0x5d",
                    false,
                    "",
                    "unwind table",
                    false,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of(
                        new Stack.Source("do_syscall_x64", "arch/x86/entry/common.c:46:14", true),
                        new Stack.Source("do\u001b_syscall_64", "common.c:76:7", false),
                        new Stack.Source("", "entry_64.S:121", false)))),
            Optional.empty());
    assertThat(render(stack))
        .isEqualTo(
            """
            PID: 51
             #5 [ffffd38840013d50] do_syscall_64+0x5d at ffffffffb9603f4d
                  arch/x86/entry/common.c:46:14  do_syscall_x64 (inlined)
                  common.c:76:7  do\\x1b_syscall_64
                  entry_64.S:121
            """);
  }

  @Test
  void sentencesBreakButAddressesDoNot() throws IOException {
    String text =
        render(Text.paragraph("word ".repeat(30) + "x".repeat(90) + " end"), Palette.NONE, 40);
    assertThat(text.lines()).filteredOn(line -> line.length() > 40).containsExactly("x".repeat(90));
  }

  @Test
  void gapsAreCountedOnceForEachSentence() throws IOException {
    TextRenderer renderer = new TextRenderer(new StringWriter(), Palette.NONE, 80);
    renderer.document(
        Group.of(
            "g",
            new Gap("page gone"),
            new Fields(List.of(new Field("x", "X", new Value.Missing("page gone"))))));
    renderer.gap("page gone");
    assertThat(renderer.gaps()).containsExactly("page gone (2 times)");
  }

  @Test
  void coloursAreOnlyWhereAskedFor() throws IOException {
    assertThat(render(new Heading("x"))).isEqualTo("x\n");
    assertThat(render(new Heading("x"), Palette.ANSI, 80)).isEqualTo("\u001b[1mx\u001b[0m\n");
  }
}
