package org.inquest.lab.capture;

import java.util.List;
import org.inquest.formats.fault.UsageError;

/// A capture from outside: QEMU writes the guest's memory to a file (`dump-guest-memory`,
/// `qapi/dump.json` of QEMU). The guest's kernel has no part in it; it need not even have died.
///
/// @param format as QEMU calls it: "elf", "kdump-zlib"
/// @param paging whether QEMU walks the page tables of the CPUs, so that the ELF's program headers
///   have virtual addresses too
/// @param vmcoreinfo whether the guest can leave its VMCOREINFO note with QEMU, by way of `-device
///   vmcoreinfo` and its driver `qemu_fw_cfg`
public record QemuCapture(String format, boolean paging, boolean vmcoreinfo) implements Capture {
  private static final String ELF = "elf";
  private static final String PAGING = "-paging";
  private static final String SILENT = ":no-vmcoreinfo";

  /// Reads what stands after `qmp-`. Which formats there are is for QEMU to say.
  static QemuCapture parse(String name) {
    boolean silent = name.endsWith(SILENT);
    String rest = silent ? name.substring(0, name.length() - SILENT.length()) : name;
    boolean paging = rest.equals(ELF + PAGING);
    String format = paging ? ELF : rest;
    if (!format.equals(ELF) && !format.matches("kdump(-[a-z0-9]+)+")) {
      throw new UsageError("no capture '" + Capture.QEMU + name + "': " + Capture.NAMES);
    }
    return new QemuCapture(format, paging, !silent);
  }

  /// What the machine needs.
  public List<String> devices() {
    return vmcoreinfo ? List.of("-device", "vmcoreinfo") : List.of();
  }

  /// What the result's name ends with. QEMU writes kdump formats flattened, but for the raw ones.
  public String suffix() {
    if (format.equals(ELF)) {
      return ".elf";
    }
    return format.startsWith("kdump-raw") ? ".kdump" : ".flat";
  }

  @Override
  public boolean compresses() {
    return false;
  }

  @Override
  public boolean filters() {
    return false;
  }

  @Override
  public String description() {
    return "QMP dump-guest-memory, "
        + format
        + (paging ? " with paging" : "")
        + (vmcoreinfo ? "" : ", no VMCOREINFO");
  }
}
