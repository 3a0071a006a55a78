package org.inquest.formats.dwarf;

/// Where the sections of a relocatable file lie in memory: debugging information refers to code by
/// section there.
@FunctionalInterface
public interface SectionAddresses {
  /// The address of a section, by its number, that is loaded into memory.
  long address(int section);
}
