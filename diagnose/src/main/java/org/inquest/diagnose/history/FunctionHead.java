package org.inquest.diagnose.history;

import java.util.Optional;

/// Lines of kernel C and assembler that begin a function, as the kernel's coding style has them: in
/// the first column, with the name and an opening parenthesis.
///
/// `static int f(struct inode *inode,`, `f(int a)` with its type on the line above,
/// `SYSCALL_DEFINE3(f, ...`, `SYM_FUNC_START(f)`.
public final class FunctionHead {
  /// Bytes of a section's line that git keeps (`xdemitconf`, `struct func_line`).
  private static final int KEPT = 80;

  private FunctionHead() {}

  /// Whether a line begins the function of a name.
  public static boolean begins(String line, String function) {
    if (!inFirstColumn(line) || line.stripTrailing().endsWith(";")) {
      return false;
    }
    for (int at = line.indexOf(function); at >= 0; at = line.indexOf(function, at + 1)) {
      int end = at + function.length();
      if (isWord(line, at, end)
          && (isCalledSo(line, at, end) || isInMacro(line, at) || isCut(line, end))) {
        return true;
      }
    }
    return false;
  }

  /// The name of the function that a line begins; empty where it begins none. Knows only the plain
  /// form.
  public static Optional<String> name(String line) {
    int open = line.indexOf('(');
    if (!inFirstColumn(line) || open <= 0 || line.stripTrailing().endsWith(";")) {
      return Optional.empty();
    }
    int start = open;
    while (start > 0 && isPart(line.charAt(start - 1))) {
      start--;
    }
    String name = line.substring(start, open);
    return begins(line, name) && !name.startsWith("__attribute")
        ? Optional.of(name)
        : Optional.empty();
  }

  private static boolean inFirstColumn(String line) {
    return !line.isEmpty() && Character.isJavaIdentifierStart(line.charAt(0));
  }

  private static boolean isWord(String line, int at, int end) {
    return (at == 0 || !isPart(line.charAt(at - 1)))
        && (end == line.length() || !isPart(line.charAt(end)));
  }

  private static boolean isPart(char c) {
    return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isCalledSo(String line, int at, int end) {
    int next = end;
    while (next < line.length() && line.charAt(next) == ' ') {
      next++;
    }
    return next < line.length() && line.charAt(next) == '(' && line.lastIndexOf('=', at) < 0;
  }

  /// `SYSCALL_DEFINE3(read, ...`, `SYM_FUNC_START(memcpy)`, `ENTRY(memcpy)`.
  private static boolean isInMacro(String line, int at) {
    String before = line.substring(0, at).strip();
    if (!before.endsWith("(")) {
      return false;
    }
    String macro = before.substring(0, before.length() - 1);
    return macro.matches("\\w*(?:SYSCALL_DEFINE\\d|_START(?:_\\w+)?|ENTRY)");
  }

  /// A long line that ends right behind the name was cut there.
  private static boolean isCut(String line, int end) {
    return end == line.length() && end >= KEPT - 1 && line.indexOf('(') < 0;
  }
}
