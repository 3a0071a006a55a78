package org.inquest.engine.target;

import java.util.List;
import org.inquest.engine.arch.Architecture;
import org.inquest.engine.arch.KernelMap;
import org.inquest.engine.memory.PhysicalMemory;
import org.inquest.engine.type.TypeSource;
import org.inquest.formats.dump.DumpImage;
import org.inquest.formats.kallsyms.Kallsyms;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;

/// What [TargetOpener] found, handed to [Target] in one piece.
record TargetParts(
    DumpImage image,
    VmcoreInfo info,
    Architecture arch,
    PhysicalMemory physical,
    KernelMap kernel,
    Kallsyms kallsyms,
    TypeSource types,
    List<String> gaps) {

  /// The same with other types.
  TargetParts with(TypeSource others) {
    return new TargetParts(image, info, arch, physical, kernel, kallsyms, others, gaps);
  }
}
