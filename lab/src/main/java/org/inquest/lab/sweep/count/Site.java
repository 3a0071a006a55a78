package org.inquest.lab.sweep.count;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.detail.InjectedStack;

/// A place where something can fail: the chain of calls that leads to it. The same chain is the
/// same site, from a histogram as from a failure's stack in the log, and in every boot of one
/// kernel: it has names and offsets, not addresses.
///
/// The chain leaves out who decides on failures and allocates, ends below the entry of the system
/// call, thread or exception, and has [#DEPTH] frames at most, so that stacks that were cut at
/// different depths compare equal.
///
/// @param capability what fails there: `failslab`
/// @param chain innermost first; empty for a stack of nothing but those left out
public record Site(String capability, List<CodePlace> chain) {
  /// A histogram has 16 frames, of which up to five are those left out (HIST_STACKTRACE_DEPTH,
  /// kernel/trace/trace.h).
  public static final int DEPTH = 10;

  // The log shows the interrupted function of an exception as RIP:, a histogram as a frame.
  private static final Pattern EXCEPTION =
      Pattern.compile("asm_(?:exc|sysvec|common_interrupt).*|exc_page_fault|el1h?_.*");

  /// @param capability what fails there
  /// @param chain as [#of] makes it
  public Site {
    chain = List.copyOf(chain);
  }

  /// The site of a stack.
  ///
  /// @param capability what fails there
  /// @param stack innermost first, with or without those who decide and allocate
  public static Site of(String capability, List<CodePlace> stack) {
    List<CodePlace> chain = new ArrayList<>();
    for (CodePlace place : stack) {
      String function = place.function();
      if (chain.isEmpty() && InjectedStack.isOwn(function)) {
        continue;
      }
      boolean outermost = InjectedStack.isEntry(function) || EXCEPTION.matcher(function).matches();
      if (chain.size() >= DEPTH || (outermost && !chain.isEmpty())) {
        break;
      }
      if (!function.isEmpty()) {
        // The size and the address are of no use for telling sites apart.
        chain.add(new CodePlace(function, place.offset(), 0, place.module(), 0));
      }
    }
    return new Site(capability, chain);
  }

  /// The call that gets the failure.
  public Optional<CodePlace> caller() {
    return chain.stream().findFirst();
  }

  /// 16 hexadecimal digits that name it, in each boot of the same kernel.
  public String hash() {
    StringBuilder text = new StringBuilder(capability);
    for (CodePlace place : chain) {
      text.append('\n').append(words(place));
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// `alloc_super+0x2a6 < sget_fc+0x67 < get_tree_nodev+0x23`.
  public String words() {
    return chain.isEmpty()
        ? "(no caller)"
        : String.join(" < ", chain.stream().map(Site::words).toList());
  }

  private static String words(CodePlace place) {
    String module = place.module().isEmpty() ? "" : "[" + place.module() + "]";
    return place.function() + "+0x" + Long.toHexString(place.offset()) + module;
  }
}
