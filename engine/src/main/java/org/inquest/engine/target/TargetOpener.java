package org.inquest.engine.target;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.arch.Architecture;
import org.inquest.engine.arch.Architectures;
import org.inquest.engine.arch.KernelMap;
import org.inquest.engine.memory.PhysicalMemory;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.type.BtfTypes;
import org.inquest.formats.btf.Btf;
import org.inquest.formats.dump.DumpFormats;
import org.inquest.formats.dump.DumpImage;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.kallsyms.Kallsyms;
import org.inquest.formats.kallsyms.KallsymsScan;
import org.inquest.formats.kallsyms.KallsymsTables;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;

/// Opens a dump: container, then page tables, then symbols, then types, each from what the one
/// before gave.
///
/// A session opener and not a layer: it is the one place that may use symbols to help memory.
public final class TargetOpener {
  /// `EM_X86_64`, assumed where the container does not tell the machine.
  private static final int EM_X86_64 = 62;

  private static final int MAX_BTF = 256 << 20;

  private final DumpImage image;
  private final List<String> gaps;

  private TargetOpener(DumpImage image) {
    this.image = image;
    this.gaps = new ArrayList<>(image.gaps());
  }

  /// Opens the files of one dump (several only where it was split).
  ///
  /// @throws org.inquest.formats.fault.InquestException in one line, where no part of the dump can
  ///   be used
  public static Target open(List<Path> paths) {
    return open(DumpFormats.open(paths));
  }

  /// The same for a container that is open already; the target closes it.
  public static Target open(DumpImage image) {
    try {
      return new TargetOpener(image).assemble();
    } catch (RuntimeException e) {
      image.close();
      throw e;
    }
  }

  private Target assemble() {
    Architecture arch = Architectures.of(image.machine() == 0 ? EM_X86_64 : image.machine());
    PhysicalMemory physical = new PhysicalMemory(image.pages());
    VmcoreInfo info = vmcoreinfo(physical);
    KernelMap kernel = arch.openKernel(physical, info, image.notes(), image.physBase());
    Kallsyms kallsyms = kallsyms(kernel.memory(), info);
    BtfTypes types = types(kernel.memory(), kallsyms);
    return new Target(new TargetParts(image, info, arch, physical, kernel, kallsyms, types, gaps));
  }

  private VmcoreInfo vmcoreinfo(PhysicalMemory physical) {
    Optional<String> note = image.vmcoreinfo();
    if (note.isPresent()) {
      return VmcoreInfo.parse(note.get());
    }
    Optional<String> found = VmcoreInfoScan.find(physical);
    gaps.add(
        found.isPresent()
            ? "the dump carries no VMCOREINFO note; the kernel's own copy was found in its memory"
            : "the dump carries no VMCOREINFO and none was found in its memory");
    return found.map(VmcoreInfo::parse).orElseGet(VmcoreInfo::empty);
  }

  private static Kallsyms kallsyms(VirtualMemory memory, VmcoreInfo info) {
    long stext = info.symbol("_stext").orElse(0);
    Optional<KallsymsTables> tables = KallsymsTables.of(info);
    if (tables.isEmpty()) {
      tables = scan(memory, stext);
    }
    if (tables.isEmpty()) {
      throw new Unsupported(
          "the kernel's symbol table (kallsyms) is not in the dump, so nothing in it has a name");
    }
    try {
      return Kallsyms.read(tables.get(), memory::read, stext);
    } catch (MemoryFault e) {
      throw new Unsupported(
          "the kernel's symbol table (kallsyms) can't be read, so nothing in the dump has a name: "
              + e.getMessage());
    }
  }

  /// Read-only data follows text, and the tables lie late in it: look there first.
  private static Optional<KallsymsTables> scan(VirtualMemory memory, long stext) {
    if (stext == 0) {
      return Optional.empty();
    }
    long start = stext & ~0xfffL;
    long rodata = start + (8L << 20);
    Optional<KallsymsTables> found = KallsymsScan.find(memory::read, rodata, start + (96L << 20));
    return found.isPresent() ? found : KallsymsScan.find(memory::read, start, rodata);
  }

  private BtfTypes types(VirtualMemory memory, Kallsyms kallsyms) {
    OptionalLong start = address(kallsyms, "__start_BTF");
    OptionalLong stop = address(kallsyms, "__stop_BTF");
    if (start.isEmpty() || stop.isEmpty()) {
      throw new Unsupported(
          "the kernel was built without BTF (CONFIG_DEBUG_INFO_BTF), or its kallsyms lack data symbols; such a dump"
              + " needs debug information, which this version can't read yet");
    }
    long size = stop.getAsLong() - start.getAsLong();
    if (size <= 0 || size > MAX_BTF) {
      throw new MalformedInput("BTF", -1, "at most " + MAX_BTF + " bytes", Long.toString(size));
    }
    byte[] bytes = new byte[(int) size];
    int missing = readHoles(memory, start.getAsLong(), bytes);
    if (missing > 0) {
      gaps.add(
          "BTF: "
              + missing
              + " of "
              + (bytes.length + 4095) / 4096
              + " pages are not in the dump; types described there are missing");
    }
    Btf btf = Btf.parse(bytes, "BTF of the kernel");
    btf.gap().ifPresent(gaps::add);
    return BtfTypes.of(btf);
  }

  private static int readHoles(VirtualMemory memory, long address, byte[] target) {
    int missing = 0;
    int done = 0;
    while (done < target.length) {
      int chunk = (int) Math.min(target.length - done, 4096 - ((address + done) & 4095));
      try {
        memory.read(address + done, target, done, chunk);
      } catch (MemoryFault e) {
        missing++;
      }
      done += chunk;
    }
    return missing;
  }

  private static OptionalLong address(Kallsyms kallsyms, String name) {
    int index = kallsyms.find(name);
    return index < 0 ? OptionalLong.empty() : OptionalLong.of(kallsyms.address(index));
  }
}
