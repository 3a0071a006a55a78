package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.COUNTER;
import static org.inquest.formats.oops.kind.Kind.Frames.NONE;
import static org.inquest.formats.oops.kind.Kind.Frames.TRACE;

import java.util.List;
import org.inquest.formats.oops.kind.Kind.Frames;

/// `BUG()` and messages that begin with BUG: include/asm-generic/bug.h, mm, fs.
final class BugKinds {
  static final List<Kind> ROWS =
      List.of(
          Kind.of("kernel BUG at ", "kernel BUG at mm/usercopy\\.c", "BUG")
              .form("", TRACE, "BUG", "BUG: bad usercopy in {F}"),
          Kind.of("kernel BUG at ", "kernel BUG at lib/list_debug\\.c", "BUG")
              .form(
                  "",
                  COUNTER,
                  "MEMORY_SAFETY_BUG",
                  "BUG: corrupted list in {F}",
                  "bad-access in {F}"),
          Kind.of("kernel BUG at ", "kernel BUG at ", "BUG")
              .form("", COUNTER, "BUG", "kernel BUG in {F}"),
          Kind.of("Bad rss-counter", "BUG: Bad rss-counter state", "UNKNOWN")
              .named("BUG: Bad rss-counter state")
              .alone(),
          Kind.of("pgtables_bytes", "BUG: non-zero pgtables_bytes on freeing mm", "UNKNOWN")
              .alone(),
          Kind.of("Kernel BUG at ", "Kernel BUG at ", "BUG")
              .form("", COUNTER, "BUG", "kernel BUG in {F}"),
          Kind.of("BUG: Bad ", "BUG: Bad page (?:state|map|cache)", "UNKNOWN")
              .form(
                  "BUG: Bad page (state|map|cache)",
                  Frames.under("BUG: Bad page")
                      .skipping(".*alloc_pages.*|page_pool_.*|free_pages.*|.*free_page.*"),
                  "UNKNOWN",
                  "BUG: Bad page {1} in {F}"),
          Kind.of("still in use", "BUG: Dentry .* still in use .*\\[unmount", "UNKNOWN")
              .form(
                  "still in use .*(\\[unmount of .*\\])",
                  NONE,
                  "UNKNOWN",
                  "BUG: Dentry still in use in unmount",
                  "BUG: Dentry still in use {1}"),
          Kind.of("BUG kmalloc-", "BUG kmalloc-\\S+ .*: ", "DoS")
              .form("BUG kmalloc-\\S+ .*: (Object already free)", NONE, "DoS", "BUG: {1}"));

  private BugKinds() {}
}
