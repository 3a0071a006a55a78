package org.inquest.lab.sweep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/// A function that the kernel lets return an error without being run (ALLOW_ERROR_INJECTION).
///
/// @param name of the function
/// @param module empty for the kernel
/// @param type how it says that it failed
public record InjectableFunction(String name, String module, Type type) {
  private static final int MOST = 20_000;
  private static final Pattern LINE =
      Pattern.compile("([\\w.]{1,512})(?: \\[([\\w-]{1,64})])?\\s+(NULL|ERRNO|ERRNO_NULL|TRUE)");

  /// ENOMEM, EIO, EAGAIN, EINTR (include/uapi/asm-generic/errno-base.h): those that callers treat
  /// differently.
  private static final long[] ERRORS = {-12, -5, -11, -4};

  /// What a failure looks like: `enum`s of include/asm-generic/error-injection.h.
  public enum Type {
    /// A null pointer.
    NULL,
    /// A negative error number.
    ERRNO,
    /// A negative error number, or a null pointer.
    ERRNO_NULL,
    /// True.
    TRUE
  }

  /// Reads `error_injection/list`: a function, a tab, how it fails. Lines of another form are left
  /// out, and so are functions whose type this does not know.
  public static List<InjectableFunction> parse(String list) {
    List<InjectableFunction> out = new ArrayList<>();
    for (String line : (Iterable<String>) list.lines()::iterator) {
      Matcher matcher = LINE.matcher(line.strip());
      if (matcher.matches() && out.size() < MOST) {
        String module = matcher.group(2) == null ? "" : matcher.group(2);
        out.add(new InjectableFunction(matcher.group(1), module, Type.valueOf(matcher.group(3))));
      }
    }
    return out;
  }

  /// What it may be made to return; the kernel refuses other values (`adjust_error_retval()`,
  /// kernel/fail_function.c).
  public List<Long> values() {
    LongStream values =
        switch (type) {
          case NULL -> LongStream.of(0);
          case TRUE -> LongStream.of(1);
          case ERRNO -> LongStream.of(ERRORS);
          case ERRNO_NULL -> LongStream.concat(LongStream.of(ERRORS), LongStream.of(0));
        };
    return values.boxed().toList();
  }
}
