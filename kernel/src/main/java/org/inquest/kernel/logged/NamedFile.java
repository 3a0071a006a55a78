package org.inquest.kernel.logged;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.ElfImage;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.debug.LineIndexes;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.debug.SourceLines;
import org.inquest.engine.debug.UnitLines;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.oops.CodePlace;
import org.jspecify.annotations.Nullable;

/// One file of a logged kernel: its vmlinux or a module's. For one thread.
final class NamedFile implements AutoCloseable {
  /// Where there is no file.
  static final NamedFile NONE = new NamedFile(Optional.empty(), Optional.empty());

  private final Optional<CodeImage> image;
  private final Optional<Path> path;
  private final Optional<NamedCode> names;
  private final List<String> gaps = new ArrayList<>();
  private @Nullable Optional<SourceLines> lines;

  private NamedFile(Optional<CodeImage> image, Optional<Path> path) {
    this.image = image;
    this.path = path;
    this.names = image.map(ImageNames::new);
  }

  /// @param image closed with this
  static NamedFile of(CodeImage image, Path path) {
    return new NamedFile(Optional.of(image), Optional.of(path));
  }

  Optional<CodeImage> image() {
    return image;
  }

  /// The module, if it is one's file.
  Optional<ModuleFile> module() {
    return image.flatMap(i -> i instanceof ModuleFile m ? Optional.of(m) : Optional.empty());
  }

  Optional<Path> path() {
    return path;
  }

  Optional<NamedCode> names() {
    return names;
  }

  OptionalLong find(CodePlace place) {
    return names.isEmpty() ? OptionalLong.empty() : LoggedKernel.find(names.get(), place);
  }

  /// The places of an address, the innermost function first.
  List<SourceFrame> sources(long address, LineIndexes indexes) {
    Optional<SourceLines> known = lines;
    if (known == null) {
      known = open(indexes);
      lines = known;
    }
    return known.map(found -> found.at(address)).orElse(List.of());
  }

  private Optional<SourceLines> open(LineIndexes indexes) {
    try {
      return switch (image.orElse(null)) {
        case ElfImage linked when DwarfFile.in(linked.file()) ->
            Optional.of(indexes.lines(linked.file(), path.orElseThrow()));
        case ModuleFile module when DwarfFile.in(module.file()) ->
            Optional.of(new UnitLines(DwarfFile.of(module.file(), module::address)));
        case null, default -> Optional.empty();
      };
    } catch (InquestException e) {
      gaps.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  List<String> gaps() {
    List<String> all = new ArrayList<>(gaps);
    if (lines != null) {
      lines.ifPresent(found -> all.addAll(found.gaps()));
    }
    return all;
  }

  @Override
  public void close() {
    if (lines != null) {
      lines.ifPresent(SourceLines::close);
    }
    image.ifPresent(CodeImage::close);
  }
}
