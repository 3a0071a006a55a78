package org.inquest.engine.code.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;

/// The tables of a dump's kernel and modules, read when they are first asked for. Not for several
/// threads at once.
final class TargetTables implements CodeTables {
  /// `BUGFLAG_WARNING` (include/asm-generic/bug.h): the kernel goes on behind it.
  private static final int WARNING = 1;

  /// Bytes of a table; a kernel's takes a quarter of a megabyte.
  private static final long MAX_TABLE = 16 << 20;

  private final Target target;
  private final Map<String, Optional<ExceptionTable>> exceptions = new HashMap<>();
  private final Map<String, Set<Long>> endless = new HashMap<>();

  /// Where a table is.
  private record Range(long start, long end) {
    boolean sound() {
      long size = end - start;
      return size > 0 && size <= MAX_TABLE;
    }
  }

  TargetTables(Target target) {
    this.target = target;
  }

  @Override
  public OptionalLong word(long address) {
    return target.memory().findLong(address);
  }

  @Override
  public OptionalLong fixup(long instruction) {
    Optional<LoadedModule> module = target.modules().at(instruction);
    return exceptions
        .computeIfAbsent(
            name(module),
            _ ->
                table(module, "extable", "num_exentries", "__ex_table", "exception_table_entry")
                    .map(r -> new ExceptionTable(target.memory()::read, r.start, r.end)))
        .map(t -> t.fixup(instruction))
        .orElse(OptionalLong.empty());
  }

  @Override
  public boolean endless(long trap) {
    Optional<LoadedModule> module = target.modules().at(trap);
    return endless.computeIfAbsent(name(module), _ -> bugs(module)).contains(trap);
  }

  private static String name(Optional<LoadedModule> module) {
    return module.map(LoadedModule::name).orElse("");
  }

  /// A table that a module's structure points to, or that lies between two of the kernel's symbols
  /// (include/asm-generic/vmlinux.lds.h).
  private Optional<Range> table(
      Optional<LoadedModule> module, String pointer, String count, String section, String entry) {
    try {
      if (module.isPresent()) {
        KObject own = module.get().object();
        long start = own.member(pointer).asLong();
        long size = target.types().struct("struct " + entry).size();
        return Optional.of(new Range(start, start + own.member(count).asLong() * size))
            .filter(Range::sound);
      }
      OptionalLong start = target.symbols().findAddress("__start_" + section);
      OptionalLong end = target.symbols().findAddress("__stop_" + section);
      return start.isPresent() && end.isPresent()
          ? Optional.of(new Range(start.getAsLong(), end.getAsLong())).filter(Range::sound)
          : Optional.empty();
    } catch (InquestException e) {
      // Without the table more ways stay possible, none is made up.
      return Optional.empty();
    }
  }

  /// The addresses of `BUG()`s: `struct bug_entry` with the distance to the instruction
  /// (CONFIG_GENERIC_BUG_RELATIVE_POINTERS, which x86-64 always has).
  private Set<Long> bugs(Optional<LoadedModule> module) {
    Set<Long> found = new HashSet<>();
    Optional<Range> range = table(module, "bug_table", "num_bugs", "__bug_table", "bug_entry");
    try {
      if (range.isPresent()) {
        StructType type = target.types().struct("struct bug_entry");
        long distance = type.member("bug_addr_disp").offset();
        long flags = type.member("flags").offset();
        long start = range.get().start;
        byte[] bytes = target.memory().read(start, (int) (range.get().end - start));
        for (long at = 0; at + type.size() <= bytes.length; at += type.size()) {
          if ((bytes[(int) (at + flags)] & WARNING) == 0) {
            found.add(start + at + distance + number(bytes, (int) (at + distance)));
          }
        }
      }
    } catch (InquestException e) {
      // As above.
      return Set.of();
    }
    return found;
  }

  private static int number(byte[] bytes, int at) {
    int value = 0;
    for (int i = Integer.BYTES - 1; i >= 0; i--) {
      value = value << Byte.SIZE | bytes[at + i] & 0xff;
    }
    return value;
  }
}
