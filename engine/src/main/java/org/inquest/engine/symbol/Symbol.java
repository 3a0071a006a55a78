package org.inquest.engine.symbol;

/// A name for an address.
///
/// @param name without type letter
/// @param address virtual
/// @param size bytes; 0 where unknown
/// @param type the nm(1) letter: `T`/`t` text, `D`/`d` data, ...
/// @param module the module it belongs to, empty for the kernel
public record Symbol(String name, long address, long size, char type, String module) {

  /// Whether the address lies in this symbol; a symbol of unknown size claims everything after it.
  public boolean contains(long other) {
    return Long.compareUnsigned(other, address) >= 0
        && (size == 0 || Long.compareUnsigned(other - address, size) < 0);
  }

  /// Whether it names code.
  public boolean isText() {
    return isText(type);
  }

  /// Whether an nm(1) letter is one of code.
  public static boolean isText(char type) {
    return type == 'T' || type == 't' || type == 'W' || type == 'w';
  }

  /// Appends `name` or `name+0x12`.
  public void appendPlace(long at, StringBuilder to) {
    to.append(name);
    if (at != address) {
      to.append("+0x").append(Long.toHexString(at - address));
    }
  }

  /// `name+0x12/0x34 [module]`, as the kernel prints `%pS`.
  public String describe(long at) {
    StringBuilder text = new StringBuilder(name);
    text.append("+0x").append(Long.toHexString(at - address));
    if (size > 0) {
      text.append("/0x").append(Long.toHexString(size));
    }
    if (!module.isEmpty()) {
      text.append(" [").append(module).append(']');
    }
    return text.toString();
  }
}
