package org.inquest.engine.module;

import java.util.List;
import org.inquest.engine.object.KObject;

/// One module on the kernel's list.
///
/// @param name as `lsmod` shows it
/// @param object `struct module`
/// @param regions its memory, text first
public record LoadedModule(String name, KObject object, List<Region> regions) {

  /// A contiguous piece of a module's memory.
  ///
  /// @param base first address
  /// @param size bytes
  /// @param text whether it holds code
  public record Region(long base, long size, boolean text) {
    /// Whether the address lies in it.
    public boolean contains(long address) {
      return Long.compareUnsigned(address - base, size) < 0;
    }
  }

  public LoadedModule {
    regions = List.copyOf(regions);
  }

  /// Whether the address lies in the module.
  public boolean contains(long address) {
    for (Region region : regions) {
      if (region.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the address lies in the module's code.
  public boolean containsText(long address) {
    for (Region region : regions) {
      if (region.text && region.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /// First address of the module's code.
  public long base() {
    return regions.isEmpty() ? 0 : regions.getFirst().base;
  }

  /// Bytes of all regions.
  public long size() {
    long size = 0;
    for (Region region : regions) {
      size += region.size;
    }
    return size;
  }
}
