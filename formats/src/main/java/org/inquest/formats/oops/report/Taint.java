package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;

/// Why a kernel is tainted: `taint_flags` (kernel/panic.c),
/// Documentation/admin-guide/tainted-kernels.rst.
public enum Taint {
  PROPRIETARY('P', "a module without a free licence was loaded"),
  FORCED_LOAD('F', "a module was loaded by force, though it was built for another kernel"),
  OUT_OF_SPEC('S', "the machine or the way it is run is outside of what is specified"),
  FORCED_UNLOAD('R', "a module was unloaded by force"),
  MACHINE_CHECK('M', "the hardware reported an error (machine check)"),
  BAD_PAGE('B', "a page or object was found damaged before"),
  USER('U', "a program asked for the taint"),
  DIED('D', "the kernel oopsed before: later reports may be consequences"),
  ACPI_TABLE('A', "an ACPI table was replaced by the administrator"),
  WARNED('W', "the kernel warned before"),
  STAGING('C', "a staging driver was loaded"),
  FIRMWARE('I', "the kernel works around a serious firmware bug"),
  OUT_OF_TREE('O', "a module from outside of the kernel's tree was loaded"),
  UNSIGNED('E', "a module without a valid signature was loaded"),
  SOFT_LOCKUP('L', "a CPU was stuck before (soft lockup)"),
  LIVE_PATCHED('K', "the kernel is live-patched"),
  AUXILIARY('X', "set by the distribution, which says what it means"),
  RANDOMIZED('T', "structures have a random layout"),
  TEST('N', "a test of the kernel itself was run"),
  FIRMWARE_CONTROL('J', "a program changed firmware's debugging state (fwctl)");

  private final char letter;
  private final String words;

  Taint(char letter, String words) {
    this.letter = letter;
    this.words = words;
  }

  /// As printed behind `Tainted:`.
  public char letter() {
    return letter;
  }

  /// What it means, a clause.
  public String words() {
    return words;
  }

  /// The meanings of letters, in their order; letters that are not known, and `G`, which only says
  /// that no proprietary module was loaded, are left out.
  public static List<Taint> of(String letters) {
    List<Taint> out = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      for (Taint taint : values()) {
        if (taint.letter == letters.charAt(i) && !out.contains(taint)) {
          out.add(taint);
        }
      }
    }
    return List.copyOf(out);
  }
}
