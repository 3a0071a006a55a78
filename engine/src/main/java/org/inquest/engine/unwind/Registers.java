package org.inquest.engine.unwind;

import java.util.List;
import java.util.OptionalLong;

/// Register values of one context, as far as they are known. The machine decides names and order.
///
/// @param names the machine's register names in the order of its `struct pt_regs`, shared by all
///   contexts
/// @param values one for each name; meaningless where not known
/// @param known bit i is set where `values[i]` was read from the dump
/// @param pcIndex which register is the program counter
/// @param spIndex which register is the stack pointer
/// @param user whether the machine ran user code with these registers
public record Registers(
    List<String> names, long[] values, long known, int pcIndex, int spIndex, boolean user) {

  /// The program counter.
  public long pc() {
    return values[pcIndex];
  }

  /// The stack pointer.
  public long sp() {
    return values[spIndex];
  }

  /// Whether register number `index` is known.
  public boolean knows(int index) {
    return (known >>> index & 1) != 0;
  }

  /// The value of a register by name, empty where it is not known.
  public OptionalLong find(String name) {
    int index = names.indexOf(name);
    return index >= 0 && knows(index) ? OptionalLong.of(values[index]) : OptionalLong.empty();
  }
}
