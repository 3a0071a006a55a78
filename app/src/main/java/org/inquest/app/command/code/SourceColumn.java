package org.inquest.app.command.code;

import java.util.List;
import java.util.stream.Collectors;
import org.inquest.app.document.Value;
import org.inquest.engine.debug.SourceFrame;

/// The source of an instruction as one cell: `mm/slub.c:1794`, with the functions inlined there:
/// `include/linux/list.h:134 (__list_del < list_del < free_slab)`.
final class SourceColumn {
  private SourceColumn() {}

  static Value of(List<SourceFrame> frames) {
    if (frames.isEmpty() || frames.getFirst().file().name().isEmpty()) {
      return Value.of("");
    }
    SourceFrame inner = frames.getFirst();
    String place = inner.file().name() + ":" + (inner.line() == 0 ? "?" : inner.line());
    return Value.of(frames.size() == 1 ? place : place + " (" + chain(frames) + ")");
  }

  private static String chain(List<SourceFrame> frames) {
    return frames.stream().map(SourceFrame::function).collect(Collectors.joining(" < "));
  }
}
