package org.inquest.engine.user;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.code.image.ElfImage;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.cfi.CallFrames;
import org.inquest.formats.cfi.FrameEntry;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.LoadSegment;
import org.inquest.formats.fault.InquestException;
import org.jspecify.annotations.Nullable;

/// A program or a library: what its ELF file tells of its code. There may be several files of the
/// same build, asked in order: a dump's page cache has what was used of one, a disk all of it.
/// Addresses are those that it was linked for.
///
/// For one thread.
public final class Program {
  private static final int PAGE = 4096;

  private final String name;
  private final List<Source> sources = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();

  /// One of the files, with what was read of it.
  private static final class Source {
    private final ElfFile file;
    private final ElfImage image;
    private @Nullable CallFrames frames;

    Source(ElfFile file) {
      this.file = file;
      this.image = CodeImages.linked(file);
    }

    Optional<FrameEntry> entry(long address) {
      CallFrames known = frames;
      if (known == null) {
        known = CallFrames.ofExceptions(file);
        frames = known;
      }
      return known.at(address);
    }
  }

  /// @param name for messages
  /// @param files of one build, that with the most trustworthy bytes first; they stay the caller's
  public Program(String name, List<ElfFile> files) {
    this.name = name;
    for (ElfFile file : files) {
      try {
        sources.add(new Source(file));
      } catch (InquestException e) {
        gaps.add(name + ": " + e.getMessage());
      }
    }
  }

  /// What it is called.
  public String name() {
    return name;
  }

  /// The address that a mapped one was linked for: by the segment of the file that lies there.
  ///
  /// @return empty where the file loads nothing there
  public OptionalLong linked(Mapping mapping, long address) {
    long offset = address - mapping.start() + mapping.offset();
    for (Source source : sources) {
      Optional<LoadSegment> best = Optional.empty();
      for (LoadSegment segment : source.file.segments()) {
        // Mappings are of whole pages: what lies before a segment in its first one comes along.
        long from = segment.offset() & -PAGE;
        boolean inside =
            Long.compareUnsigned(offset - from, segment.offset() - from + segment.fileSize()) < 0;
        boolean better =
            best.isEmpty()
                || best.get().executable() != mapping.executable()
                    && segment.executable() == mapping.executable();
        if (inside && better) {
          best = Optional.of(segment);
        }
      }
      if (best.isPresent()) {
        return OptionalLong.of(offset - best.get().offset() + best.get().address());
      }
    }
    return OptionalLong.empty();
  }

  /// Its call frame information about an address; empty where it has none.
  ///
  /// @throws InquestException where what there is can't be read
  public Optional<FrameEntry> frame(long linked) {
    return first(source -> source.entry(linked));
  }

  /// The function or other symbol that an address lies in; empty where it was stripped of that
  /// name, or the names can't be read.
  public Optional<Symbol> symbolAt(long linked) {
    try {
      return first(source -> source.image.symbolAt(linked));
    } catch (InquestException e) {
      note(e);
      return Optional.empty();
    }
  }

  /// Bytes of its code or constant data, as the file has them.
  ///
  /// @throws InquestException where they can't be read
  public byte[] code(long linked, int length) {
    byte[] bytes = new byte[length];
    first(source -> {
      source.image.read(linked, bytes, 0, length);
      return Optional.of(bytes);
    });
    return bytes;
  }

  /// Its build-id in hexadecimal; empty where it has none, or that is not at hand.
  public Optional<String> buildId() {
    try {
      return first(source -> BuildId.of(source.file));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  /// Its code by itself, from the first of its files that names functions.
  public ElfImage image() {
    return sources.stream()
        .filter(source -> source.image.functions().size() > 0)
        .findFirst()
        .orElse(sources.getFirst())
        .image;
  }

  /// Its files, in the order in which they are asked.
  public List<ElfFile> files() {
    return sources.stream().map(source -> source.file).toList();
  }

  /// The first answer; where there is none, the first failure counts.
  private <T> Optional<T> first(Function<Source, Optional<T>> question) {
    @Nullable InquestException failure = null;
    for (Source source : sources) {
      try {
        Optional<T> answer = question.apply(source);
        if (answer.isPresent()) {
          return answer;
        }
      } catch (InquestException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return Optional.empty();
  }

  private void note(InquestException e) {
    String gap = name + ": " + e.getMessage();
    if (!gaps.contains(gap)) {
      gaps.add(gap);
    }
  }

  /// What could not be read of it, a sentence each.
  public List<String> gaps() {
    return List.copyOf(gaps);
  }
}
