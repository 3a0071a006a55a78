package org.inquest.kernel.mm;

import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.fs.FilePaths;
import org.inquest.kernel.task.Task;

/// Names user addresses by what is mapped there. Symbols of user programs are not in a dump of the
/// kernel, but where in which file an address lies leads to them: `addr2line -e busybox 0x12b4ce`
/// for position-independent programs.
public final class UserAddresses {
  private static final int PAGE_SHIFT = 12;

  private final Target target;
  private final MappedAreas areas;
  private final FilePaths paths;
  private final StructType mm;

  /// @throws InquestException where the kernel's types are missing
  public UserAddresses(Target target) {
    this.target = target;
    this.areas = new MappedAreas(target);
    this.paths = new FilePaths(target);
    this.mm = target.types().struct("struct mm_struct");
  }

  /// `busybox+0x12b4ce` (offset in the file), `[heap]+0x10`, `[stack]+0x1f720`, `[vdso]+0x6a0`,
  /// `[anon]+0x20`; empty where nothing is mapped there, or the dump does not have it.
  public Optional<String> describe(Task task, long address) {
    if (task.mm() == 0) {
      return Optional.empty();
    }
    return areas
        .find(task.mm(), address)
        .map(area -> name(task.mm(), area) + "+0x" + Long.toHexString(offset(area, address)));
  }

  private static long offset(MappedArea area, long address) {
    long into = address - area.start();
    return area.file() == 0 ? into : into + (area.pageOffset() << PAGE_SHIFT);
  }

  private String name(long space, MappedArea area) {
    return area.file() == 0
        ? memory(space, area)
        : paths.name(area.file()).orElseGet(() -> unnamed(area));
  }

  /// What is mapped in an area, with its path: `/usr/bin/busybox`, `[stack]`.
  ///
  /// @param space address of the `struct mm_struct`
  public String full(long space, MappedArea area) {
    return area.file() == 0
        ? memory(space, area)
        : paths.path(area.file()).orElseGet(() -> unnamed(area));
  }

  private static String unnamed(MappedArea area) {
    return "[file 0x" + Long.toHexString(area.file()) + "]";
  }

  /// What memory without a file is there for.
  private String memory(long space, MappedArea area) {
    try {
      KObject at = new KObject(target.memory(), mm, space);
      if (area.contains(at.member("start_stack").asLong())) {
        return "[stack]";
      }
      if (at.findMember("context.vdso").map(v -> v.asLong() == area.start()).orElse(false)) {
        return "[vdso]";
      }
      long brk = at.member("brk").asLong();
      long from = at.member("start_brk").asLong();
      if (Long.compareUnsigned(area.start(), brk) <= 0
          && Long.compareUnsigned(area.end(), from) >= 0
          && brk != from) {
        return "[heap]";
      }
    } catch (InquestException e) {
      // The kind of anonymous memory is then not told.
    }
    return "[anon]";
  }
}
