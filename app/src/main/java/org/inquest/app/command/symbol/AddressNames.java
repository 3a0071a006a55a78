package org.inquest.app.command.symbol;

import org.inquest.engine.target.Target;

/// Names of addresses behind values.
final class AddressNames {
  private AddressNames() {}

  /// `<init_task+168>`, empty for an address without a name. Only kernel addresses have one: low
  /// ones are per-CPU offsets in kallsyms, and a null pointer is no `fixed_percpu_data`.
  static String name(Target target, long address) {
    if (address >= 0) {
      return "";
    }
    return target
        .symbols()
        .at(address)
        .map(s ->
            address == s.address()
                ? "<" + s.name() + ">"
                : "<" + s.name() + "+" + (address - s.address()) + ">")
        .orElse("");
  }
}
