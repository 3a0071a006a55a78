package org.inquest.lab.guest;

import org.inquest.formats.fault.UsageError;

/// What runs a guest's instructions.
public enum Accelerator {
  /// QEMU's software emulation: works everywhere, about ten times slower.
  ///
  /// The plain CPU, less CMPXCHG16B: SLUB of 6.12 uses it on per-CPU data, and multi-threaded
  /// emulation (seen with QEMU 7.2) now and then stores garbage flags there, an oops at boot.
  /// Without it SLUB takes its other path.
  TCG("tcg,thread=multi", "qemu64,-cx16"),
  /// The processor itself, through `/dev/kvm`.
  KVM("kvm", "host");

  private final String argument;
  private final String plainCpu;

  Accelerator(String argument, String plainCpu) {
    this.argument = argument;
    this.plainCpu = plainCpu;
  }

  /// As QEMU's `-accel` takes it.
  String argument() {
    return argument;
  }

  /// The CPU for guests that do not care, as QEMU's `-cpu` takes it.
  public String plainCpu() {
    return plainCpu;
  }

  /// Reads "tcg" or "kvm".
  ///
  /// @throws UsageError for anything else
  public static Accelerator parse(String text) {
    return switch (text) {
      case "tcg" -> TCG;
      case "kvm" -> KVM;
      default -> throw new UsageError("'" + text + "' runs no guests: tcg or kvm does");
    };
  }
}
