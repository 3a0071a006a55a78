package org.inquest.engine.target;

import java.util.List;
import org.inquest.engine.arch.Architecture;
import org.inquest.engine.arch.KernelMap;
import org.inquest.engine.memory.PhysicalMemory;
import org.inquest.engine.type.BtfTypes;
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
    BtfTypes types,
    List<String> gaps) {}
