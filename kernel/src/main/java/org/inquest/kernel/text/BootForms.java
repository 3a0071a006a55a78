package org.inquest.kernel.text;

import java.util.OptionalLong;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.text.BootPatches.Place;
import org.inquest.kernel.text.BootPatches.Replacement;

/// Whether what memory has at a place is something that the kernel writes there at boot: the
/// original, or one of the replacements, each with the changes that arch/x86/kernel/alternative.c
/// makes to them.
///
/// Which one a CPU gets is not asked: that depends on its features and on the command line.
final class BootForms {
  private static final byte LOCK = (byte) 0xf0;

  /// What stands for `lock` on one CPU: a segment prefix that changes nothing.
  private static final byte DS = 0x3e;

  private static final String CONSTANT_NAME = "^runtime_(ptr|shift)_";

  private final Target target;
  private final CodeImage file;
  private final long shift;
  private final PatchedCode code;

  /// @param file the code before it was patched
  /// @param shift what is added to the file's addresses in memory
  BootForms(Target target, CodeImage file, long shift) {
    this.target = target;
    this.file = file;
    this.shift = shift;
    this.code = new PatchedCode(target, file.isa().decoder(), file.isa().registers(), shift);
  }

  /// @param found the place's bytes in memory
  boolean allow(Place place, byte[] found) {
    return switch (place.what()) {
      case BootPatches.LOCK -> found[0] == DS || found[0] == LOCK;
      case BootPatches.CONSTANT -> isConstant(place, found);
      case BootPatches.ENDBR -> code.isNop(found, 0);
      case BootPatches.PARAVIRT ->
          anyForm(place, found) || code.isNop(found, OldParavirt.inlined(found));
      default -> anyForm(place, found);
    };
  }

  private boolean anyForm(Place place, byte[] found) {
    if (matches(place.address(), place.length(), place, found)) {
      return true;
    }
    for (Replacement replacement : place.replacements()) {
      if (matches(replacement.address(), replacement.length(), place, found)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(long form, int length, Place place, byte[] found) {
    try {
      byte[] bytes = file.bytes(form, length);
      return code.matches(bytes, form + shift, found, place.address() + shift);
    } catch (MemoryFault e) {
      return false;
    }
  }

  /// A constant that is a variable's value since boot (asm/runtime-const.h, e78298556ee5, v6.11);
  /// the section's name says which.
  private boolean isConstant(Place place, byte[] found) {
    String variable = place.table().replaceFirst(CONSTANT_NAME, "");
    OptionalLong at = target.symbols().findAddress(variable);
    OptionalLong value =
        at.isPresent() ? target.memory().findLong(at.getAsLong()) : OptionalLong.empty();
    return value.isEmpty() || holds(found, value.getAsLong());
  }

  private static boolean holds(byte[] found, long value) {
    for (int i = 0; i < found.length; i++) {
      if (found[i] != (byte) (value >>> 8 * i)) {
        return false;
      }
    }
    return true;
  }
}
