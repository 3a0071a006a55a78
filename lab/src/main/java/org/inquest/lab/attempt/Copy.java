package org.inquest.lab.attempt;

import java.nio.file.Path;
import org.inquest.formats.fault.UsageError;

/// A file or folder that the guest gets.
///
/// @param from on this machine
/// @param to absolute, in the guest
record Copy(Path from, String to) {

  /// Reads `FILE` or `FILE:/DESTINATION`. Without a destination it goes to [Cargo#HOME], under its
  /// own name.
  ///
  /// @throws UsageError if the destination is not absolute
  static Copy parse(String text) {
    int colon = text.lastIndexOf(":/");
    String file = colon < 0 ? text : text.substring(0, colon);
    Path from = Path.of(file);
    Path name = from.toAbsolutePath().normalize().getFileName();
    if (file.isEmpty() || name == null) {
      throw new UsageError("--copy takes FILE or FILE:/DESTINATION, not '" + text + "'");
    }
    return new Copy(from, colon < 0 ? Cargo.HOME + "/" + name : text.substring(colon + 1));
  }
}
