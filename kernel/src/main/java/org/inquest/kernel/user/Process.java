package org.inquest.kernel.user;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.user.Mapping;
import org.inquest.engine.user.ProgramSpace;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.fs.CachedFile;
import org.inquest.kernel.mm.MappedArea;

/// The address space of a process (`struct mm_struct`): what is mapped where, and its memory. For
/// one thread.
public final class Process implements ProgramSpace {
  private static final int PAGE_SHIFT = 12;

  private static final int MAX_AREAS = 4096;

  private final Programs programs;
  private final long mm;
  private final ProcessMemory memory;

  /// By page. A stack's addresses lie in few areas, and asking for one walks a tree.
  private final Map<Long, Optional<MappedArea>> areas = new Recent<>(MAX_AREAS);

  private final Map<Long, Mapping> mappings = new Recent<>(MAX_AREAS);

  /// @throws MemoryFault where its page tables can't be found
  Process(Programs programs, long mm) {
    this.programs = programs;
    this.mm = mm;
    this.memory = new ProcessMemory(programs.pageTables(mm), this);
  }

  /// Its memory.
  public ProcessMemory memory() {
    return memory;
  }

  /// The area that an address lies in; empty where nothing is mapped, or that is not in the dump.
  Optional<MappedArea> area(long address) {
    return areas.computeIfAbsent(
        address >>> PAGE_SHIFT, page -> programs.areas().find(mm, page << PAGE_SHIFT));
  }

  /// All areas, as far as they are in the dump.
  List<MappedArea> areas() {
    return programs.areas().all(mm).items();
  }

  /// The file that is mapped there, as the page cache has it.
  Optional<CachedFile> file(MappedArea area) {
    return programs.cached(area);
  }

  long fileOffset(MappedArea area, long address) {
    return address - area.start() + (area.pageOffset() << PAGE_SHIFT);
  }

  @Override
  public Optional<Mapping> mapping(long address) {
    return area(address).map(area -> mappings.computeIfAbsent(area.start(), _ -> mapping(area)));
  }

  private Mapping mapping(MappedArea area) {
    return new Mapping(
        area.start(),
        area.end(),
        area.executable(),
        area.file() == 0 ? 0 : area.pageOffset() << PAGE_SHIFT,
        programs.identity(mm, area),
        programs.names().full(mm, area));
  }

  @Override
  public Found program(Mapping mapping) {
    try {
      return area(mapping.start())
          .map(area -> programs.find(mm, area, mapping))
          .orElseGet(() -> new Found.Missing("nothing is mapped there"));
    } catch (InquestException e) {
      return new Found.Missing(e.getMessage());
    }
  }
}
