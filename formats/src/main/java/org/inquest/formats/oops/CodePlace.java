package org.inquest.formats.oops;

import java.util.Optional;

/// A place in code as the kernel names it: `free_metadata+0xa/0x20 [sick]`, or a bare address.
///
/// @param function name as printed, with suffixes such as `.cold`; empty where there is only an
///   address
/// @param offset bytes into the function
/// @param size bytes of the function
/// @param module empty for the kernel
/// @param address 0 where only the name was printed
public record CodePlace(String function, long offset, long size, String module, long address) {

  /// Parses what follows `RIP: 0010:` or stands in a line of a call trace. Old kernels put the
  /// address before the name: `[<ffffffff81001234>] f+0x1/0x2`.
  public static Optional<CodePlace> parse(String text) {
    LineScan scan = new LineScan(text);
    long address = 0;
    while (scan.blanks().skip("[<")) {
      address = scan.hex().orElse(0);
      scan.seek(">]");
    }
    if (scan.peek() == '0') {
      var raw = scan.hex();
      return raw.isPresent()
          ? Optional.of(new CodePlace("", 0, 0, "", raw.getAsLong()))
          : Optional.empty();
    }
    String name = scan.until("+0x");
    var offset = scan.hex();
    if (name.isEmpty() || name.indexOf(' ') >= 0 || offset.isEmpty()) {
      return Optional.empty();
    }
    long size = scan.skip("/") ? scan.hex().orElse(0) : 0;
    String module = "";
    if (scan.blanks().skip("[")) {
      // With CONFIG_STACKTRACE_BUILD_ID the module's build id follows its name.
      String inside = scan.until("]");
      int blank = inside.indexOf(' ');
      module = blank < 0 ? inside : inside.substring(0, blank);
    }
    return Optional.of(new CodePlace(name, offset.getAsLong(), size, module, address));
  }

  /// The name without what the compiler added: `free_metadata` for `free_metadata.constprop.0`.
  public String plainName() {
    int dot = function.indexOf('.');
    return dot <= 0 ? function : function.substring(0, dot);
  }

  /// As printed.
  @Override
  public String toString() {
    if (function.isEmpty()) {
      return "0x" + Long.toHexString(address);
    }
    StringBuilder out = new StringBuilder(function);
    out.append("+0x").append(Long.toHexString(offset));
    out.append("/0x").append(Long.toHexString(size));
    if (!module.isEmpty()) {
      out.append(" [").append(module).append(']');
    }
    return out.toString();
  }
}
