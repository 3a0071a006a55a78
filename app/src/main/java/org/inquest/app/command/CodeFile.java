package org.inquest.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.code.check.Program;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.GraphCache;
import org.inquest.engine.code.graph.ProgramText;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.fault.UsageError;
import org.jspecify.annotations.Nullable;

/// The file that a `code` command is about: a vmlinux, a module, a program, a dump. Opened when it
/// is first asked for. For one thread.
public final class CodeFile implements AutoCloseable {
  private final Path path;
  private final SearchPlaces places;
  private @Nullable CodeImage image;
  private @Nullable CodeGraph graph;
  private @Nullable SourceLookup sources;

  /// @param places where the debugging information of a stripped file is looked for
  CodeFile(Path path, SearchPlaces places) {
    this.path = path;
    this.places = places;
  }

  /// Its code.
  ///
  /// @throws org.inquest.formats.fault.InquestException where there is none, in one line
  public CodeImage image() {
    CodeImage open = image;
    if (open == null) {
      try {
        open = CodeImages.open(path);
      } catch (UsageError noSuchFile) {
        // The words were right, the file is not: exit code 1, not 2.
        throw new Unsupported(noSuchFile.getMessage());
      }
      image = open;
    }
    return open;
  }

  /// Who calls whom: from the user's cache, or made and put there.
  ///
  /// @throws org.inquest.formats.fault.InquestException where there is no code, in one line
  public CodeGraph graph() {
    CodeGraph known = graph;
    if (known == null) {
      known = new GraphCache(UserCache.folder("graphs")).graph(image(), path);
      graph = known;
    }
    return known;
  }

  /// What checks work on.
  ///
  /// @throws org.inquest.formats.fault.InquestException where there is no code, in one line
  public Program program() {
    return new Program(image(), ProgramText.of(image()), graph());
  }

  /// Its source lines.
  ///
  /// @throws org.inquest.formats.fault.InquestException where the file's debugging information is
  ///   damaged
  public SourceLookup sources() {
    SourceLookup known = sources;
    if (known == null) {
      known = SourceLookup.of(image(), path, places);
      sources = known;
    }
    return known;
  }

  /// What could not be seen of it, a sentence each, as far as anybody looked.
  List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    if (image != null) {
      gaps.addAll(image.gaps());
    }
    if (sources != null) {
      gaps.addAll(sources.gaps());
    }
    return gaps;
  }

  @Override
  public void close() {
    if (sources != null) {
      sources.close();
    }
    if (image != null) {
      image.close();
    }
  }
}
