package org.inquest.formats.oops.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.inquest.formats.oops.TraceLine;

/// Tells whether two reports are of one bug: a hash of the class and of the innermost functions
/// that may be to blame, without addresses, offsets, sizes, compilers' suffixes and guesses.
public final class Signature {
  /// Functions that count; below them stand system calls and threads, which differ without reason.
  private static final int DEPTH = 5;

  private static final int LENGTH = 8;

  private Signature() {}

  /// The signature, 16 hexadecimal digits.
  public static String of(Headline headline, ReportParts parts) {
    StringBuilder text = new StringBuilder(headline.type()).append('\n').append(headline.frame());
    parts.stack(ReportStack.Role.TRACE).ifPresent(stack -> append(text, stack.frames()));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, LENGTH);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  private static void append(StringBuilder text, List<TraceLine> frames) {
    frames.stream()
        .filter(frame -> !frame.guess())
        .map(frame -> FunctionNames.plain(frame.place().function()))
        .filter(name -> !Innocent.knows(name) && !Interrupts.looks(name))
        .map(name -> FunctionNames.of(name).getFirst())
        .limit(DEPTH)
        .forEach(name -> text.append('\n').append(name));
  }
}
