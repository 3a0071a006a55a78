package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;

/// A reason for which the kernel calls itself tainted (`taint_flags[]`, kernel/panic.c;
/// Documentation/admin-guide/tainted-kernels.rst). The order is that of the bits in `tainted_mask`.
public enum Taint {
  /// Bit 0; `G` is printed where it is clear.
  PROPRIETARY_MODULE('P', "a proprietary module was loaded"),
  /// Bit 1.
  FORCED_MODULE('F', "a module was loaded by force"),
  /// Bit 2.
  CPU_OUT_OF_SPEC('S', "the kernel runs on a system out of specification"),
  /// Bit 3.
  FORCED_RMMOD('R', "a module was unloaded by force"),
  /// Bit 4.
  MACHINE_CHECK('M', "the CPU reported a machine check: suspect the hardware"),
  /// Bit 5.
  BAD_PAGE('B', "a page had an impossible state"),
  /// Bit 6.
  USER('U', "a user program asked for the taint"),
  /// Bit 7.
  DIE('D', "the kernel had an oops or BUG before"),
  /// Bit 8.
  OVERRIDDEN_ACPI_TABLE('A', "an ACPI table was overridden"),
  /// Bit 9.
  WARN('W', "the kernel issued a warning before"),
  /// Bit 10.
  CRAP('C', "a staging driver was loaded"),
  /// Bit 11.
  FIRMWARE_WORKAROUND('I', "a bug of the firmware was worked around"),
  /// Bit 12.
  OOT_MODULE('O', "a module from outside the kernel's source was loaded"),
  /// Bit 13.
  UNSIGNED_MODULE('E', "an unsigned module was loaded"),
  /// Bit 14.
  SOFTLOCKUP('L', "a soft lockup happened before"),
  /// Bit 15.
  LIVEPATCH('K', "the kernel was patched while running"),
  /// Bit 16.
  AUX('X', "auxiliary taint, defined by the distributor"),
  /// Bit 17.
  RANDSTRUCT('T', "the kernel was built with randomised struct layouts"),
  /// Bit 18, newer than v5.18.
  TEST('N', "an in-kernel test ran"),
  /// Bit 19, newer than v6.12.
  FWCTL('J', "user space used a debugging interface of firmware");

  private final char letter;
  private final String words;

  Taint(char letter, String words) {
    this.letter = letter;
    this.words = words;
  }

  /// As in `Tainted: G OE`.
  public char letter() {
    return letter;
  }

  /// What it means.
  public String words() {
    return words;
  }

  /// The reasons in a mask; bits that we do not know are left out.
  public static List<Taint> of(long mask) {
    List<Taint> found = new ArrayList<>();
    for (Taint taint : values()) {
      if ((mask >>> taint.ordinal() & 1) != 0) {
        found.add(taint);
      }
    }
    return found;
  }

  /// The reasons behind the letters of a `Tainted:` line; letters that we do not know are left out.
  public static List<Taint> of(String letters) {
    List<Taint> found = new ArrayList<>();
    for (Taint taint : values()) {
      if (letters.indexOf(taint.letter) >= 0) {
        found.add(taint);
      }
    }
    return found;
  }
}
