package org.inquest.kernel.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.list.MapleTrees;
import org.inquest.kernel.list.Walk;
import org.inquest.kernel.list.Walk.End;

/// The mapped areas of processes.
public final class MappedAreas {
  /// More than `vm.max_map_count` is ever set to.
  private static final int LIMIT = 1 << 20;

  /// A red-black tree of 2^48 pages is not deeper.
  private static final int MAX_DEPTH = 128;

  private static final long RIGHT = 8;
  private static final long LEFT = 16;

  private final VirtualMemory memory;
  private final StructType mm;
  private final Member start;
  private final Member end;
  private final Member flags;
  private final Member pageOffset;
  private final Member file;
  private final Optional<MapleTrees> trees;
  private final StructType vma;

  /// @throws InquestException where the kernel's types are missing
  public MappedAreas(Target target) {
    this.memory = target.memory();
    this.mm = target.types().struct("struct mm_struct");
    this.vma = target.types().struct("struct vm_area_struct");
    this.start = vma.member("vm_start");
    this.end = vma.member("vm_end");
    this.flags = vma.member("vm_flags");
    this.pageOffset = vma.member("vm_pgoff");
    this.file = vma.member("vm_file");
    // 524e00b36e8c ("mm: remove rb tree."), v6.1: a maple tree alone.
    this.trees = mm.has("mm_mt") ? Optional.of(new MapleTrees(target.types())) : Optional.empty();
  }

  /// All areas of an address space in order.
  ///
  /// @param mm address of the `struct mm_struct`
  public Walk<MappedArea> all(long mm) {
    List<MappedArea> areas = new ArrayList<>();
    Walk<Long> walk = addresses(mm);
    String hole = "";
    for (long at : walk.items()) {
      try {
        areas.add(read(at));
      } catch (InquestException e) {
        hole = hole.isEmpty() ? e.getMessage() : hole;
      }
    }
    return walk.complete() && !hole.isEmpty()
        ? new Walk<>(areas, End.FAULT, hole)
        : new Walk<>(areas, walk.end(), walk.detail());
  }

  private Walk<Long> addresses(long space) {
    if (trees.isEmpty()) {
      return chain(space + mm.offsetOf("mmap"), vma.offsetOf("vm_next"));
    }
    Walk<MapleTrees.Entry> entries = trees.get().entries(memory, space + mm.offsetOf("mm_mt"));
    List<Long> found = new ArrayList<>(entries.items().size());
    for (MapleTrees.Entry entry : entries.items()) {
      found.add(entry.value());
    }
    return new Walk<>(found, entries.end(), entries.detail());
  }

  /// `mm->mmap` leads to the first area, `vm_next` to each next one.
  private Walk<Long> chain(long head, long next) {
    List<Long> found = new ArrayList<>();
    try {
      long at = memory.readLong(head);
      while (at != 0 && found.size() < LIMIT) {
        found.add(at);
        at = memory.readLong(at + next);
      }
      return new Walk<>(found, at == 0 ? End.END : End.LIMIT, at == 0 ? "" : "too many areas");
    } catch (InquestException e) {
      return new Walk<>(found, End.FAULT, e.getMessage());
    }
  }

  /// The area that an address lies in; empty where it lies in none, or that is not in the dump.
  ///
  /// @param mm address of the `struct mm_struct`
  public Optional<MappedArea> find(long mm, long user) {
    try {
      OptionalLong at =
          trees.isPresent()
              ? trees.get().find(memory, mm + this.mm.offsetOf("mm_mt"), user)
              : findInTree(memory.readLong(mm + this.mm.offsetOf("mm_rb")), user);
      if (at.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(read(at.getAsLong())).filter(area -> area.contains(user));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  /// As find_vma() did before v6.1.
  private OptionalLong findInTree(long root, long user) {
    long link = vma.offsetOf("vm_rb");
    long node = root;
    for (int depth = 0; node != 0 && depth < MAX_DEPTH; depth++) {
      long at = node - link;
      if (Long.compareUnsigned(user, start.readLong(memory, at)) < 0) {
        node = memory.readLong(node + LEFT);
      } else if (Long.compareUnsigned(user, end.readLong(memory, at)) >= 0) {
        node = memory.readLong(node + RIGHT);
      } else {
        return OptionalLong.of(at);
      }
    }
    return OptionalLong.empty();
  }

  private MappedArea read(long at) {
    return new MappedArea(
        at,
        start.readLong(memory, at),
        end.readLong(memory, at),
        flags.readLong(memory, at),
        pageOffset.readLong(memory, at),
        file.readLong(memory, at));
  }
}
