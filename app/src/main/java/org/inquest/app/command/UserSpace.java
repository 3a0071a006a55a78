package org.inquest.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.engine.target.Target;
import org.inquest.engine.user.ProgramFiles;
import org.inquest.formats.fault.Unsupported;
import org.inquest.kernel.user.UserStacks;
import org.jspecify.annotations.Nullable;

/// The programs of a dump's processes, with the files that belong to them. For one thread.
public final class UserSpace implements AutoCloseable {
  private final Target target;
  private final Optional<Path> root;
  private final SearchPlaces places;
  private @Nullable UserStacks stacks;
  private @Nullable ProgramSources sources;

  /// @param root the folder that the programs' files were below, if one was named
  /// @param places where their debugging information is looked for
  UserSpace(Target target, Optional<Path> root, SearchPlaces places) {
    this.target = target;
    this.root = root;
    this.places = places;
  }

  /// The stacks of processes in their own programs.
  ///
  /// @throws Unsupported where the folder that was named is none
  public UserStacks stacks() {
    UserStacks known = stacks;
    if (known == null) {
      if (root.isPresent() && !Files.isDirectory(root.get())) {
        throw new Unsupported("--root " + root.get() + ": is no folder");
      }
      known = new UserStacks(target, new ProgramFiles(root, Optional.of(Path.of("/"))));
      stacks = known;
    }
    return known;
  }

  /// The source lines of programs.
  public ProgramSources sources() {
    ProgramSources known = sources;
    if (known == null) {
      known = new ProgramSources(places);
      sources = known;
    }
    return known;
  }

  /// What could not be seen of them, a sentence each, as far as anybody looked.
  List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    if (stacks != null) {
      gaps.addAll(stacks.gaps());
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
  }
}
