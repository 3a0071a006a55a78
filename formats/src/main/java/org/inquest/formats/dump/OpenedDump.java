package org.inquest.formats.dump;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.bytes.ByteSource;

/// What every format's `open` gives back.
///
/// @param sources closed with the image
public record OpenedDump(
    String format,
    int machine,
    PhysicalPages pages,
    Optional<String> vmcoreinfo,
    List<ElfNote> notes,
    Optional<Long> physBase,
    Optional<Integer> dumpLevel,
    List<String> gaps,
    List<ByteSource> sources)
    implements DumpImage {

  /// The same dump, described as being inside another format.
  public OpenedDump within(String outer) {
    return new OpenedDump(
        format + ", " + outer,
        machine,
        pages,
        vmcoreinfo,
        notes,
        physBase,
        dumpLevel,
        gaps,
        sources);
  }

  @Override
  public void close() {
    for (ByteSource source : sources) {
      source.close();
    }
  }
}
