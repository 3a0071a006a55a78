package org.inquest.app.command.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.Test;

/// `bt -A` on a real dump whose task died in write(2): what the program put into its registers has
/// to be the argument of every function on the way.
final class BtArgumentsTest {

  private static String run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    new CommandLine(out, errors, Terminal.none()).run(List.of(words));
    return out.toString(StandardCharsets.UTF_8);
  }

  /// What a pattern's group matched, each time.
  private static List<String> all(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  /// What the code alone tells.
  private static String arguments(String dump) {
    String stack = run(dump, "bt", "-A");
    assumeThat(stack)
        .as("this machine has the kernel's debug package, which tells more than its code")
        .doesNotContain("(inlined)");
    return stack;
  }

  @Test
  void theProgramsRegistersAreTheArguments() {
    String stack = arguments(SharedDumps.dump("61-null.kdump").toString());
    String user = stack.substring(stack.indexOf("[user RIP"));
    long buffer = Long.parseUnsignedLong(all(user, "RSI: (\\p{XDigit}+)").getFirst(), 16);
    long count = Long.parseUnsignedLong(all(user, "RDX: (\\p{XDigit}+)").getFirst(), 16);
    assertThat(all(stack, "const char \\*buf = 0x(\\p{XDigit}+)"))
        .hasSizeGreaterThanOrEqualTo(3)
        .containsOnly(Long.toHexString(buffer));
    assertThat(all(stack, "size_t \\w+ = 0x(\\p{XDigit}+)"))
        .hasSizeGreaterThanOrEqualTo(3)
        .containsOnly(Long.toHexString(count));
    // Two functions are given one struct file.
    List<String> files = all(stack, "arg1 struct file \\*\\w+ = 0x(\\p{XDigit}+)");
    assertThat(files).hasSize(2);
    assertThat(files.getFirst()).isEqualTo(files.getLast());
  }

  /// The NULL that killed it, and what a function read on its way: the member still has it.
  @Test
  void whatFunctionsHoldIsTold() {
    String dump = SharedDumps.dump("61-null.kdump").toString();
    String stack = arguments(dump);
    assertThat(stack).contains("local alloc_extent.constprop.0() = 0x0  (in rax)");
    String file = all(stack, "struct file \\*filp = (0x\\p{XDigit}+)").getFirst();
    List<String> dentry =
        all(stack, "local \\(struct dentry \\*\\) filp->f_path.dentry = 0x(\\p{XDigit}+)");
    assertThat(dentry).hasSize(1);
    assertThat(run(dump, "struct", "file.f_path", file))
        .containsPattern("dentry = .*" + dentry.getFirst());
  }

  /// The compiler changed this function's arguments; what its prototype says would be wrong.
  @Test
  void whatTheCompilerChangedIsNotTold() {
    String dump = SharedDumps.dump("61-null.kdump").toString();
    String stack = run(dump, "bt", "-A");
    int changed = stack.indexOf("free_metadata.constprop.0.isra.0");
    assertThat(stack.substring(changed, stack.indexOf(" #1 "))).doesNotContain("arg1");
    assertThat(run(dump, "bt")).contains("vfs_write").doesNotContain("arg1");
  }
}
