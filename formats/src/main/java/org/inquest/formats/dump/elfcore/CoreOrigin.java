package org.inquest.formats.dump.elfcore;

import java.util.List;
import org.inquest.formats.dump.ElfNote;
import org.inquest.formats.fault.Unsupported;

/// Who wrote a core, as its notes tell.
enum CoreOrigin {
  KDUMP("kdump or makedumpfile"),
  QEMU("QEMU"),
  UNKNOWN("writer unknown");

  private static final int NT_TASKSTRUCT = 4;
  private static final int NT_AUXV = 6;
  private static final int NT_FILE = 0x46494c45;

  private final String words;

  CoreOrigin(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /// @throws Unsupported where the core is not one of a Linux kernel alone
  static CoreOrigin of(String name, List<ElfNote> notes) {
    CoreOrigin origin = UNKNOWN;
    boolean taskStruct = false;
    for (ElfNote note : notes) {
      switch (note.name()) {
        case "QEMU" -> origin = QEMU;
        case "VMCOREINFO" -> origin = origin == QEMU ? QEMU : KDUMP;
        case "Xen" ->
            throw new Unsupported(
                name
                    + ": a dump of a Xen machine (it has Xen notes), which is not supported;"
                    + " crash can read it");
        case "CORE" -> {
          if (note.type() == NT_AUXV || note.type() == NT_FILE) {
            throw new Unsupported(
                name + ": the core of a user process, not of a kernel; gdb reads those");
          }
          taskStruct |= note.type() == NT_TASKSTRUCT;
        }
        default -> {}
      }
    }
    if (origin == UNKNOWN && taskStruct) {
      throw new Unsupported(
          name + ": a netdump file of an old kernel, which is not supported; crash can read it");
    }
    return origin;
  }
}
