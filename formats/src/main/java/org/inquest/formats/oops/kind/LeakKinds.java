package org.inquest.formats.oops.kind;

import java.util.List;
import org.inquest.formats.oops.kind.Kind.Frames;

/// Memory that nothing points to: mm/kmemleak.c.
final class LeakKinds {
  static final List<Kind> ROWS =
      List.of(
          Kind.of("BUG: memory leak", "BUG: memory leak", "LEAK")
              .form(
                  "",
                  Frames.under("backtrace")
                      .skipping(
                          ".*alloc.*|create_object|idr_.*|pcpu_.*|radix_.*|.*_new_.*skb.*|skb_.*"),
                  "LEAK",
                  "memory leak in {F}"));

  private LeakKinds() {}
}
