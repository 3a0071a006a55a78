package org.inquest.engine.unwind;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.module.Modules;
import org.inquest.engine.object.KObject;
import org.inquest.engine.symbol.Symbols;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.orc.OrcReader;
import org.inquest.formats.orc.OrcTable;
import org.inquest.formats.orc.OrcVersion;

/// Finds unwind entries in the kernel's table and in those of its modules, all of which stay in the
/// dump.
///
/// Most stacks of a machine share their frames, so recent answers are kept.
public final class OrcTables implements OrcFinder, OrcReader {
  private static final int RECENT = 4096;
  private static final int MAX_ENTRIES = 32 << 20;

  /// `LOOKUP_BLOCK_SIZE` (arch/x86/include/asm/orc_lookup.h): bytes of text for each word of
  /// `orc_lookup`.
  private static final int LOOKUP_BLOCK = 256;

  private record Answer(long pc, long entry) {}

  private final VirtualMemory memory;
  private final Symbols symbols;
  private final Modules modules;
  private final OrcVersion version;
  private final OrcTable kernel;
  private final long lookup;
  private final int lookupBlocks;
  private final long textStart;
  private final String gap;
  private final ConcurrentHashMap<String, Optional<OrcTable>> moduleTables =
      new ConcurrentHashMap<>();
  private final AtomicReferenceArray<Answer> recent = new AtomicReferenceArray<>(RECENT);

  /// Finds the kernel's table by its symbols; without one, every address is unknown and [#gap] says
  /// why.
  public OrcTables(VirtualMemory memory, Symbols symbols, Modules modules) {
    this.memory = memory;
    this.symbols = symbols;
    this.modules = modules;
    OrcTable table = new OrcTable(0, 0, 0, OrcVersion.V4);
    OrcVersion layout = OrcVersion.V4;
    String why = "";
    try {
      long ips = symbols.address("__start_orc_unwind_ip");
      long entries = symbols.address("__start_orc_unwind");
      long count = (symbols.address("__stop_orc_unwind_ip") - ips) / Integer.BYTES;
      if (count <= 0 || count > MAX_ENTRIES) {
        why = "the kernel's ORC table has " + count + " entries";
      } else {
        layout = header().orElseGet(() -> OrcTable.tell(this, entries, (int) count));
        table = new OrcTable(ips, entries, (int) count, layout);
      }
    } catch (InquestException e) {
      why = "no unwind tables (ORC): " + e.getMessage();
    }
    this.kernel = table;
    this.version = layout;
    this.gap = why;
    this.lookup = symbols.findAddress("orc_lookup").orElse(0);
    this.textStart = symbols.findAddress("_stext").orElse(0);
    this.lookupBlocks =
        lookup == 0 || symbols.findAddress("orc_lookup_end").isEmpty()
            ? 0
            : (int) Math.max(0, (symbols.address("orc_lookup_end") - lookup) / Integer.BYTES);
  }

  /// `.orc_header` since b9f174c811e3 (v6.4, v6.3.10): a hash of the layout.
  private Optional<OrcVersion> header() {
    var at = symbols.findAddress("__start_orc_header");
    if (at.isEmpty()) {
      return Optional.empty();
    }
    try {
      return OrcVersion.ofHash(memory.read(at.getAsLong(), 20));
    } catch (MemoryFault e) {
      return Optional.empty();
    }
  }

  /// The layout of the entries.
  public OrcVersion version() {
    return version;
  }

  /// Why there is no kernel table, or empty.
  public String gap() {
    return gap;
  }

  @Override
  public long find(long pc) {
    int slot = (int) (pc ^ pc >>> 12) & (RECENT - 1);
    Answer answer = recent.getAcquire(slot);
    if (answer != null && answer.pc == pc) {
      return answer.entry;
    }
    long entry = search(pc);
    recent.setRelease(slot, new Answer(pc, entry));
    return entry;
  }

  private long search(long pc) {
    try {
      if (kernel.count() > 0 && symbols.inKernelText(pc)) {
        return inKernel(pc);
      }
      Optional<LoadedModule> module = modules.at(pc);
      if (module.isPresent()) {
        Optional<OrcTable> table =
            moduleTables.computeIfAbsent(module.get().name(), name -> tableOf(module.get()));
        return table.isPresent() ? table.get().find(this, pc) : NONE;
      }
      // The kernel's init text has entries in the same table, past _etext.
      return kernel.count() > 0 && symbols.at(pc).map(s -> s.isText()).orElse(false)
          ? kernel.find(this, pc)
          : NONE;
    } catch (MemoryFault e) {
      return NONE;
    }
  }

  private long inKernel(long pc) {
    long block = (pc - textStart) / LOOKUP_BLOCK;
    if (block >= 0 && block + 1 < lookupBlocks) {
      try {
        int first = memory.readInt(lookup + block * Integer.BYTES);
        int last = memory.readInt(lookup + (block + 1) * Integer.BYTES);
        if (first >= 0 && last >= first && last < kernel.count()) {
          return kernel.find(this, pc, first, last);
        }
      } catch (MemoryFault e) {
        // The whole table still answers.
      }
    }
    return kernel.find(this, pc);
  }

  /// `struct mod_arch_specific` (arch/x86/include/asm/module.h), since ee9f8fce9964 (v4.14).
  private Optional<OrcTable> tableOf(LoadedModule module) {
    try {
      KObject arch = module.object().member("arch");
      int count = arch.member("num_orcs").asInt();
      return count <= 0 || count > MAX_ENTRIES
          ? Optional.empty()
          : Optional.of(
              new OrcTable(
                  arch.member("orc_unwind_ip").asLong(),
                  arch.member("orc_unwind").asLong(),
                  count,
                  version));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  @Override
  public int readInt(long address) {
    return memory.readInt(address);
  }

  @Override
  public short readShort(long address) {
    return memory.readShort(address);
  }
}
