package org.inquest.engine.target;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.arch.Architecture;
import org.inquest.engine.arch.Architectures;
import org.inquest.engine.arch.KernelMap;
import org.inquest.engine.memory.PhysicalMemory;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.type.TypeSource;
import org.inquest.formats.dump.DumpFormats;
import org.inquest.formats.dump.DumpImage;
import org.inquest.formats.fault.InquestException;
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

  private final DumpImage image;
  private final TypesElsewhere elsewhere;
  private final List<String> gaps;

  private TargetOpener(DumpImage image, TypesElsewhere elsewhere) {
    this.image = image;
    this.elsewhere = elsewhere;
    this.gaps = new ArrayList<>(image.gaps());
  }

  /// Opens the files of one dump (several only where it was split).
  ///
  /// @throws org.inquest.formats.fault.InquestException in one line, where no part of the dump can
  ///   be used
  public static Target open(List<Path> paths) {
    return open(paths, TypesElsewhere.NONE);
  }

  /// The same, where types that the dump lacks may be elsewhere.
  public static Target open(List<Path> paths, TypesElsewhere elsewhere) {
    return open(DumpFormats.open(paths), elsewhere);
  }

  /// The same for a container that is open already; the target closes it.
  public static Target open(DumpImage image) {
    return open(image, TypesElsewhere.NONE);
  }

  /// The same, where types that the dump lacks may be elsewhere.
  public static Target open(DumpImage image, TypesElsewhere elsewhere) {
    try {
      return new TargetOpener(image, elsewhere).assemble();
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
    Kallsyms kallsyms = kallsyms(kernel, info);
    TargetParts untyped =
        new TargetParts(image, info, arch, physical, kernel, kallsyms, NoTypes.NONE, gaps);
    return new Target(untyped.with(types(untyped)));
  }

  /// BTF, for it is the dump's own; where it can't be read or has holes, what somebody else knows
  /// of this kernel.
  private TypeSource types(TargetParts untyped) {
    KernelBtf own;
    try {
      own = KernelBtf.read(untyped.kernel().memory(), untyped.kallsyms());
    } catch (InquestException e) {
      return elsewhere.of(new Target(untyped), e.getMessage());
    }
    for (String gap : own.gaps()) {
      try {
        return elsewhere.of(new Target(untyped), gap);
      } catch (Unsupported nowhere) {
        gaps.add(gap);
      }
    }
    return own.types();
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

  private static Kallsyms kallsyms(KernelMap kernel, VmcoreInfo info) {
    long stext = info.symbol("_stext").orElse(0);
    Optional<KallsymsTables> tables = KallsymsTables.of(info);
    if (tables.isEmpty()) {
      tables = scan(kernel.memory(), kernel.image());
    }
    if (tables.isEmpty()) {
      throw new Unsupported(
          "the kernel's symbol table (kallsyms) is not in the dump, so nothing in it has a name");
    }
    try {
      return Kallsyms.read(tables.get(), kernel.memory()::read, stext);
    } catch (MemoryFault e) {
      throw new Unsupported(
          "the kernel's symbol table (kallsyms) can't be read, so nothing in the dump has a name: "
              + e.getMessage());
    }
  }

  /// Read-only data follows text, and the tables lie late in it: look there first.
  private static Optional<KallsymsTables> scan(VirtualMemory memory, long image) {
    if (image == 0) {
      return Optional.empty();
    }
    long start = image & ~0xfffL;
    long rodata = start + (8L << 20);
    Optional<KallsymsTables> found = KallsymsScan.find(memory::read, rodata, start + (96L << 20));
    return found.isPresent() ? found : KallsymsScan.find(memory::read, start, rodata);
  }
}
