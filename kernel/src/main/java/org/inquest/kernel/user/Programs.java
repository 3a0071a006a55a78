package org.inquest.kernel.user;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.engine.user.Mapping;
import org.inquest.engine.user.Program;
import org.inquest.engine.user.ProgramFiles;
import org.inquest.engine.user.ProgramSpace.Found;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.fs.CachedFile;
import org.inquest.kernel.mm.MappedArea;
import org.inquest.kernel.mm.MappedAreas;
import org.inquest.kernel.mm.UserAddresses;

/// The programs and libraries of a dump's processes, each looked for once: in the page cache, and
/// on disk. The kernel's own, the vDSO, is always there: it is part of the kernel image.
///
/// For one thread.
public final class Programs {
  /// Ten times the largest vDSO.
  private static final long MAX_VDSO = 1 << 18;

  /// Bytes of tables that are copied from page caches, of all programs together: the names of a
  /// hundred stripped libraries.
  private static final long MAX_TABLES = 16 << 20;

  /// As many as a large program has libraries.
  private static final int MAX_PROGRAMS = 256;

  private final Target target;
  private final ProgramFiles disk;
  private final MappedAreas areas;
  private final UserAddresses names;
  private final StructType mmType;
  private final AtomicLong room = new AtomicLong(MAX_TABLES);
  private final Map<Long, Optional<CachedFile>> cached = new Recent<>(MAX_PROGRAMS);
  private final Map<Long, Long> inodes = new Recent<>(16 * MAX_PROGRAMS);
  private final Map<Long, Found> programs = new Recent<>(MAX_PROGRAMS);

  /// @throws InquestException where the kernel's types are missing
  public Programs(Target target, ProgramFiles disk) {
    this.target = target;
    this.disk = disk;
    this.areas = new MappedAreas(target);
    this.names = new UserAddresses(target);
    this.mmType = target.types().struct("struct mm_struct");
  }

  MappedAreas areas() {
    return areas;
  }

  UserAddresses names() {
    return names;
  }

  VirtualMemory pageTables(long mm) {
    return target.userMemory(at(mm).member("pgd").asLong());
  }

  private KObject at(long mm) {
    return new KObject(target.memory(), mmType, mm);
  }

  /// What tells the program of an area from others: the inode, or the image of the vDSO.
  long identity(long mm, MappedArea area) {
    if (area.file() != 0) {
      return inode(area);
    }
    return isVdso(mm, area) ? vdsoImage(mm).map(KObject::address).orElse(0L) : 0;
  }

  private long inode(MappedArea area) {
    return inodes.computeIfAbsent(
        area.file(),
        file -> {
          try {
            return target.object("struct file", file).member("f_inode").asLong();
          } catch (InquestException e) {
            return file;
          }
        });
  }

  private boolean isVdso(long mm, MappedArea area) {
    try {
      return at(mm).findMember("context.vdso").map(v -> v.asLong() == area.start()).orElse(false);
    } catch (InquestException e) {
      return false;
    }
  }

  /// `struct vdso_image` (arch/x86/include/asm/vdso.h); empty on machines without.
  private Optional<KObject> vdsoImage(long mm) {
    return at(mm).findMember("context.vdso_image").filter(p -> !p.isZero()).map(KObject::deref);
  }

  /// A mapped file as the page cache has it; empty where that can't be told, or there is no file.
  Optional<CachedFile> cached(MappedArea area) {
    if (area.file() == 0) {
      return Optional.empty();
    }
    return cached.computeIfAbsent(
        inode(area),
        inode -> {
          try {
            KObject at = target.object("struct inode", inode);
            String name = "the page cache of " + names.full(0, area);
            return Optional.of(new CachedFile(target, name, at, room));
          } catch (InquestException e) {
            return Optional.empty();
          }
        });
  }

  /// The program of an area.
  Found find(long mm, MappedArea area, Mapping mapping) {
    long key = identity(mm, area);
    if (key == 0) {
      return new Found.Missing("no file is mapped there");
    }
    Found known = programs.get(key);
    if (known == null) {
      known = area.file() == 0 ? vdso(vdsoImage(mm).orElseThrow()) : open(area, mapping);
      programs.put(key, known);
    }
    return known;
  }

  private Found vdso(KObject image) {
    long size = Math.clamp(image.member("size").asLong(), 0, MAX_VDSO);
    byte[] bytes = target.memory().read(image.member("data").asLong(), (int) size);
    ElfFile file = ElfFile.read(new Bytes("[vdso]", bytes));
    return new Found.Here(new Program("[vdso]", List.of(file)));
  }

  private Found open(MappedArea area, Mapping mapping) {
    List<ElfFile> files = new ArrayList<>();
    Optional<CachedFile> cache = cached(area);
    String why = "its pages are not in the dump";
    Optional<String> buildId = Optional.empty();
    OptionalLong size = OptionalLong.empty();
    if (cache.isPresent()) {
      size = OptionalLong.of(cache.get().size());
      try {
        ElfFile elf = ElfFile.read(cache.get());
        files.add(elf);
        buildId = BuildId.of(elf);
      } catch (InquestException e) {
        // Its first pages, at least, are not there: a file on disk has to do.
      }
    }
    switch (disk.find(mapping.name(), buildId, size)) {
      case ProgramFiles.Result.Right right -> files.add(right.file());
      case ProgramFiles.Result.None none -> why += ", and " + none.why();
    }
    return files.isEmpty()
        ? new Found.Missing(why)
        : new Found.Here(new Program(mapping.name(), files));
  }

  /// What could not be read of the programs that were looked at, a sentence each.
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    for (Found found : programs.values()) {
      if (found instanceof Found.Here(Program program)) {
        gaps.addAll(program.gaps());
      }
    }
    return gaps;
  }
}
