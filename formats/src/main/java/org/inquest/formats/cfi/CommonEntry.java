package org.inquest.formats.cfi;

import org.inquest.formats.dwarf.DebugBytes;
import org.inquest.formats.fault.Unsupported;

/// What several functions' entries have in common: a CIE (DWARF 5, 6.4.1; LSB Core for the letters
/// of its augmentation).
///
/// @param codeFactor bytes of a step in code
/// @param dataFactor bytes of a step in the frame
/// @param returnRegister whose rule is that of the return address
/// @param pointers how its functions' entries write addresses
/// @param addressSize bytes of an address
/// @param counted whether its functions' entries tell how long their own augmentation is
/// @param signal whether its functions were not called: a signal interrupted what their frame leads
///   to, so that its address is exact
/// @param instructions those that begin each function's rules
public record CommonEntry(
    long codeFactor,
    long dataFactor,
    int returnRegister,
    PointerEncoding pointers,
    int addressSize,
    boolean counted,
    boolean signal,
    DebugBytes instructions) {

  /// Reads what stands behind length and id, up to the end of `in`.
  ///
  /// @param exceptions whether this is `.eh_frame`
  /// @throws Unsupported for versions and augmentations that change what follows them
  static CommonEntry read(DebugBytes in, boolean exceptions) {
    int version = in.u8();
    if (version != 1 && version != 3 && version != 4) {
      throw new Unsupported("call frame information of version " + version + "; 1, 3, 4 are read");
    }
    String letters = in.text();
    in.skipText();
    int addressSize = Long.BYTES;
    if (version == 4 && !exceptions) {
      addressSize = in.u8();
      int segments = in.u8();
      if (addressSize != 4 && addressSize != 8 || segments != 0) {
        throw in.malformed("addresses of 4 or 8 bytes without segments", "others");
      }
    }
    long codeFactor = in.uleb();
    long dataFactor = in.sleb();
    int register = version == 1 ? in.u8() : (int) in.uleb();
    PointerEncoding pointers = PointerEncoding.ABSOLUTE;
    boolean counted = letters.startsWith("z");
    boolean signal = false;
    if (counted) {
      DebugBytes extra = in.take(in.uleb());
      // Letters behind one that nobody knows can't be read, and need not be: their length is told.
      for (int i = 1; i < letters.length() && "RPLSBG".indexOf(letters.charAt(i)) >= 0; i++) {
        switch (letters.charAt(i)) {
          case 'R' -> pointers = new PointerEncoding(extra.u8());
          case 'L' -> extra.u8();
          case 'P' -> new PointerEncoding(extra.u8()).skip(extra, addressSize);
          case 'S' -> signal = true;
          default -> {
            // B and G: how a return address is signed, and that memory tags are used.
          }
        }
      }
    } else if (!letters.isEmpty()) {
      throw new Unsupported("call frame information with the augmentation " + letters);
    }
    return new CommonEntry(
        codeFactor,
        dataFactor,
        register,
        pointers,
        addressSize,
        counted,
        signal,
        in.take(in.left()));
  }
}
