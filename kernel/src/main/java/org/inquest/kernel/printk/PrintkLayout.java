package org.inquest.kernel.printk;

import java.util.OptionalLong;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.type.Types;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;

/// Where the log's structures lie. VMCOREINFO is asked first: the kernel puts them there for this
/// very purpose (`log_buf_vmcoreinfo_setup`, kernel/printk/printk.c), so the log is readable also
/// where symbols or types are not. A hypervisor's dump has no VMCOREINFO, but symbols and types.
final class PrintkLayout {
  private final VmcoreInfo info;
  private final Symbols symbols;
  private final Types types;

  PrintkLayout(VmcoreInfo info, Symbols symbols, Types types) {
    this.info = info;
    this.symbols = symbols;
    this.types = types;
  }

  /// Address of a variable.
  OptionalLong symbol(String name) {
    OptionalLong known = info.symbol(name);
    return known.isPresent() ? known : symbols.findAddress(name);
  }

  /// Address of a variable.
  ///
  /// @throws org.inquest.formats.fault.NotFound where there is none
  long address(String name) {
    OptionalLong known = symbol(name);
    return known.isPresent() ? known.getAsLong() : symbols.address(name);
  }

  /// `offsetof(struct, member)`.
  long offset(String struct, String member) {
    OptionalLong known = info.offset(struct + "." + member);
    return known.isPresent()
        ? known.getAsLong()
        : types.struct("struct " + struct).offsetOf(member);
  }

  /// `sizeof(struct)`.
  long size(String struct) {
    OptionalLong known = info.size(struct);
    return known.isPresent() ? known.getAsLong() : types.struct("struct " + struct).size();
  }

  /// Whether the struct has the member, as far as anything tells.
  boolean has(String struct, String member) {
    return info.offset(struct + "." + member).isPresent()
        || types.find("struct " + struct).isPresent()
            && types.struct("struct " + struct).has(member);
  }

  /// Whether VMCOREINFO or the types know the struct.
  boolean hasStruct(String struct) {
    return info.size(struct).isPresent() || types.has("struct " + struct);
  }
}
