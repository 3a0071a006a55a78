package org.inquest.engine.debugfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.DebugLink;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.jspecify.annotations.Nullable;

/// One search: looks at one path after the other until one has the debugging information.
final class Search {
  private final FileJudge judge;
  private final DistributionFolders folders;
  private final UnpackedKernels unpacked;
  private final List<Attempt> attempts = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();
  private @Nullable DebugFile debug;
  private @Nullable DebugFile plain;

  /// Told by the judge, or by a file that was proven in another way.
  private Optional<String> buildId;

  Search(FileJudge judge, DistributionFolders folders, UnpackedKernels unpacked) {
    this.judge = judge;
    this.folders = folders;
    this.unpacked = unpacked;
    // A build-id becomes part of paths.
    this.buildId = judge.buildId().filter(id -> id.matches("[0-9a-f]{8,128}"));
  }

  /// Whether nothing more need be looked at.
  boolean done() {
    return debug != null;
  }

  /// By what the file's folder may be named.
  Optional<String> buildId() {
    return buildId;
  }

  void add(Attempt attempt) {
    attempts.add(attempt);
  }

  /// Looks at a file, and at what it leads to.
  void consider(Path path, Way way) {
    consider(path, way, Optional.empty());
  }

  /// @param link that led here
  private void consider(Path path, Way way, Optional<DebugLink> link) {
    if (done()) {
      return;
    }
    if (!Files.isRegularFile(path)) {
      attempts.add(Attempt.absent(path.toString(), way));
      return;
    }
    if (!seen.add(real(path))) {
      return;
    }
    try {
      // Modules and programs are small enough for memory.
      Path content = judge instanceof KernelJudge ? unpacked.of(path) : path;
      try (ElfFile file = DebugFile.open(content)) {
        switch (judge.judge(file)) {
          case FileJudge.Finding.Wrong wrong -> refuse(path, way, wrong.why());
          case FileJudge.Finding.Right right ->
              take(file, new DebugFile(path, content, way, right.by()));
          case FileJudge.Finding.Unknown unknown ->
              takeUnproven(file, new DebugFile(path, content, way, ""), link);
        }
      }
    } catch (InquestException e) {
      refuse(path, way, e.getMessage());
    }
  }

  /// Whether a file of the right build was found, be it without debugging information.
  boolean hasAny() {
    return debug != null || plain != null;
  }

  /// One file may have several names: `/lib` is `/usr/lib` today, build-ids are links.
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }

  private void refuse(Path path, Way way, String why) {
    attempts.add(Attempt.refused(path.toString(), way, why));
  }

  /// A kernel's file that nothing speaks for but its name may be any kernel's.
  private void takeUnproven(ElfFile file, DebugFile found, Optional<DebugLink> link) {
    Path path = found.path();
    Way way = found.way();
    if (link.isPresent()) {
      if (link.get().fits(file.bytes())) {
        take(file, new DebugFile(path, found.content(), way, "checksum of .gnu_debuglink"));
      } else {
        refuse(path, way, "has another checksum than .gnu_debuglink tells");
      }
    } else if (judge instanceof ModuleJudge || way == Way.GIVEN) {
      take(file, found);
    } else {
      refuse(path, way, "whether it is of this kernel can't be told");
    }
  }

  private void take(ElfFile file, DebugFile found) {
    if (DwarfFile.in(file)) {
      debug = found;
      return;
    }
    if (plain == null) {
      plain = found;
    }
    if (buildId.isEmpty() && !found.proof().isEmpty()) {
      buildId = BuildId.of(file).filter(id -> id.length() > 2);
      buildId.ifPresent(id -> consider(folders.byBuildId(id), Way.BUILD_ID));
    }
    if (found.way() != Way.LINK) {
      DebugLink.of(file).ifPresent(link -> follow(link, found.path().toAbsolutePath()));
    }
  }

  /// Beside the file, in `.debug` there, and in the tree that repeats the machine's folders.
  private void follow(DebugLink link, Path from) {
    Path folder = from.getParent();
    if (folder == null) {
      return;
    }
    for (Path path :
        List.of(
            folder.resolve(link.name()),
            folder.resolve(".debug").resolve(link.name()),
            folders.repeated(folder).resolve(link.name()))) {
      if (!path.equals(from)) {
        consider(path, Way.LINK, Optional.of(link));
      }
    }
  }

  SearchResult result() {
    return new SearchResult(Optional.ofNullable(debug), Optional.ofNullable(plain), attempts);
  }
}
