package org.inquest.kernel.printk;

import java.util.OptionalLong;
import org.inquest.engine.target.Target;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;

/// Where the log's structures lie. VMCOREINFO is asked first: the kernel puts them there for this
/// very purpose (`log_buf_vmcoreinfo_setup`, kernel/printk/printk.c), so the log is readable also
/// where symbols or types are not. A hypervisor's dump has no VMCOREINFO, but symbols and types.
final class PrintkLayout {
  private final Target target;
  private final VmcoreInfo info;

  PrintkLayout(Target target) {
    this.target = target;
    this.info = target.vmcoreinfo();
  }

  /// Address of a variable.
  OptionalLong symbol(String name) {
    OptionalLong known = info.symbol(name);
    return known.isPresent() ? known : target.symbols().findAddress(name);
  }

  /// Address of a variable.
  ///
  /// @throws org.inquest.formats.fault.NotFound where there is none
  long address(String name) {
    OptionalLong known = symbol(name);
    return known.isPresent() ? known.getAsLong() : target.symbols().address(name);
  }

  /// `offsetof(struct, member)`.
  long offset(String struct, String member) {
    OptionalLong known = info.offset(struct + "." + member);
    return known.isPresent()
        ? known.getAsLong()
        : target.types().struct("struct " + struct).offsetOf(member);
  }

  /// `sizeof(struct)`.
  long size(String struct) {
    OptionalLong known = info.size(struct);
    return known.isPresent() ? known.getAsLong() : target.types().struct("struct " + struct).size();
  }

  /// Whether the struct has the member, as far as anything tells.
  boolean has(String struct, String member) {
    return info.offset(struct + "." + member).isPresent()
        || target.types().find("struct " + struct).isPresent()
            && target.types().struct("struct " + struct).has(member);
  }

  /// Whether VMCOREINFO or the types know the struct.
  boolean hasStruct(String struct) {
    return info.size(struct).isPresent() || target.types().has("struct " + struct);
  }
}
