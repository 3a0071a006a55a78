package org.inquest.engine.code;

import java.util.List;
import org.inquest.formats.fault.NotFound;

/// The instruction set of a machine, with everything that reads and writes it.
public interface Isa {

  /// As `uname -m` has it: `x86_64`, `i386`, `aarch64`.
  String name();

  /// ELF machine number.
  int machine();

  Decoder decoder();

  /// The syntaxes; the first is the one the kernel's developers are used to.
  List<Printer> printers();

  RegisterNames registers();

  CallingConvention calls();

  /// The syntax of a name.
  ///
  /// @throws NotFound where there is none
  default Printer printer(String syntax) {
    for (Printer printer : printers()) {
      if (printer.name().equals(syntax)) {
        return printer;
      }
    }
    String known = String.join(", ", printers().stream().map(Printer::name).toList());
    throw new NotFound("syntax", syntax, "those of " + name() + ": " + known);
  }
}
