package org.inquest.diagnose.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FunctionHeadTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(void)",
        "static struct inode *f(struct super_block *sb,",
        "f(int a)",
        "static noinline_for_stack int f (int a)",
        "SYSCALL_DEFINE3(f, unsigned int, fd,",
        "COMPAT_SYSCALL_DEFINE1(f, int, x)",
        "SYM_FUNC_START(f)",
        "ENTRY(f)",
        "static __printf(1, 2) int f(const char *fmt, ...)",
      })
  void knowsFirstLinesOfFunctions(String line) {
    assertThat(FunctionHead.begins(line, "f")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(void);",
        "\treturn f(x);",
        "static int x = f(1)",
        "EXPORT_SYMBOL(f);",
        "EXPORT_SYMBOL(f)",
        "module_init(f);",
        "static int g(int (*f)(void))",
        "int ff(void)",
        "int f_g(void)",
        " * f(x)",
        "",
      })
  void takesNoOtherLineForOne(String line) {
    assertThat(FunctionHead.begins(line, "f")).isFalse();
  }

  @Test
  void believesALineThatGitCutBehindTheName() {
    String cut =
        "static __always_inline struct a_type_with_a_very_long_name_of_words *long_function_f";
    assertThat(cut.length()).isGreaterThanOrEqualTo(79);
    assertThat(FunctionHead.begins(cut, "long_function_f")).isTrue();
    assertThat(FunctionHead.begins("struct f", "f")).isFalse();
  }

  @Test
  void tellsTheName() {
    assertThat(FunctionHead.name("static int f(struct x *x)")).contains("f");
    assertThat(FunctionHead.name("static int x = 1;")).isEmpty();
    assertThat(FunctionHead.name("\tf(x)")).isEmpty();
  }
}
