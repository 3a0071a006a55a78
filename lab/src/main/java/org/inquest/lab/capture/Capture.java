package org.inquest.lab.capture;

import org.inquest.formats.fault.UsageError;

/// How a dump gets out of a guest, and in which form it is kept.
///
/// ```
/// kdump            crash kernel, makedumpfile, put in order: what /var/crash holds
/// flattened        the same as makedumpfile -F wrote it: what ssh or a pipe delivered
/// elf              crash kernel, makedumpfile -E
/// vmcore           crash kernel, cp /proc/vmcore
/// split:N          crash kernel, makedumpfile --split into N files
/// qmp-elf          QEMU's dump-guest-memory, as virsh dump and most clouds do it
/// qmp-elf-paging   the same, pages sorted by the virtual addresses the CPUs had mapped
/// qmp-FORMAT       what else this QEMU offers: kdump-zlib, kdump-lzo, kdump-snappy, ...
/// ```
///
/// The last three take `:no-vmcoreinfo`: then the guest tells QEMU nothing about itself.
public sealed interface Capture permits CrashKernelCapture, QemuCapture {
  /// What production machines do, with the smallest result.
  Capture USUAL = new CrashKernelCapture.Kdump(DumpOptions.USUAL);

  /// The words a person types, for a message.
  String NAMES =
      "kdump (the default), flattened, elf, vmcore, split:N, qmp-elf, qmp-elf-paging,"
          + " qmp-kdump-zlib, qmp-kdump-lzo, qmp-kdump-snappy";

  /// What the names of QEMU's captures begin with.
  String QEMU = "qmp-";

  /// Whether makedumpfile compresses pages in it.
  boolean compresses();

  /// Whether makedumpfile leaves out pages in it.
  boolean filters();

  /// How it is done, in one line for the truth file.
  String description();

  /// Reads a name.
  ///
  /// @param options for makedumpfile, where that is called
  /// @throws UsageError if there is no such capture
  static Capture parse(String name, DumpOptions options) {
    if (name.startsWith(QEMU)) {
      return QemuCapture.parse(name.substring(QEMU.length()));
    }
    // Two files are the least that makes sense, nine the most that anybody needs.
    if (name.matches("split:[2-9]")) {
      return new CrashKernelCapture.Split(options, name.charAt(name.length() - 1) - '0');
    }
    return switch (name) {
      case "kdump" -> new CrashKernelCapture.Kdump(options);
      case "flattened" -> new CrashKernelCapture.Flattened(options);
      case "elf" -> new CrashKernelCapture.Elf(options.uncompressed());
      case "vmcore" -> new CrashKernelCapture.Copy();
      default -> throw new UsageError("no capture '" + name + "': " + NAMES);
    };
  }
}
