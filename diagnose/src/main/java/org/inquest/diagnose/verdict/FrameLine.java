package org.inquest.diagnose.verdict;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.oops.CodePlace;

/// One line of a stack in a verdict.
///
/// @param text as the kernel prints it: `vfs_write+0xc7/0x3f0`
/// @param exact whether it is the instruction that was running; otherwise the one that a call comes
///   back to
/// @param source where in the source it is, `fs/read_write.c:582`; empty as long as nobody has
///   looked, or where nothing is known
public record FrameLine(String text, boolean exact, String source) {
  private static final String GUESS = " ?";

  /// A frame of a dump.
  public static FrameLine of(Frame frame, Symbols symbols) {
    String text =
        symbols
            .at(frame.lookupPc())
            .map(s -> s.describe(frame.pc()))
            .orElseGet(() -> "0x" + Long.toHexString(frame.pc()));
    return new FrameLine(text + (frame.guess() ? GUESS : ""), frame.exact(), "");
  }

  /// The instruction that was running, as a log prints it.
  public static FrameLine running(String text) {
    return new FrameLine(text, true, "");
  }

  /// A line of a log's call trace.
  public static FrameLine calling(String text) {
    return new FrameLine(text, false, "");
  }

  /// The address that the text names; empty where it names none, or where several functions of the
  /// name have the size too.
  public OptionalLong address(Symbols symbols) {
    Optional<CodePlace> parsed = CodePlace.parse(text).filter(p -> !p.function().isEmpty());
    if (parsed.isEmpty()) {
      return OptionalLong.empty();
    }
    CodePlace place = parsed.get();
    List<Symbol> named =
        symbols.all(place.function()).stream()
            .filter(s -> s.module().equals(place.module()))
            .toList();
    List<Symbol> fitting =
        named.size() <= 1 ? named : named.stream().filter(s -> s.size() == place.size()).toList();
    return fitting.size() == 1
        ? OptionalLong.of(fitting.getFirst().address() + place.offset())
        : OptionalLong.empty();
  }

  /// The same with its place in the source.
  public FrameLine in(String place) {
    return new FrameLine(text, exact, place);
  }

  /// Text and source.
  @Override
  public String toString() {
    return source.isEmpty() ? text : text + "  " + source;
  }
}
