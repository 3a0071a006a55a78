package org.inquest.engine.target;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.inquest.engine.object.KObject;
import org.inquest.engine.type.BtfTypes;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.TypeSource;
import org.inquest.formats.btf.Btf;
import org.inquest.formats.fault.InquestException;

/// The types of modules: split BTF that the kernel keeps on the list `btf_modules`
/// (kernel/bpf/btf.c, since 36e68442d1af, v5.11).
final class ModuleTypes {
  private static final int MAX_MODULES = 10_000;
  private static final long MAX_SIZE = 64 << 20;

  private ModuleTypes() {}

  /// Types by module name; a module whose BTF can't be read is left out.
  static Map<String, TypeSource> read(Target target, BtfTypes kernel) {
    Map<String, TypeSource> found = new HashMap<>();
    OptionalLong head = target.symbols().findAddress("btf_modules");
    if (head.isEmpty() || !target.types().has("struct btf_module")) {
      return found;
    }
    try {
      StructType type = target.types().struct("struct btf_module");
      long listAt = type.offsetOf("list");
      long at = target.memory().readLong(head.getAsLong());
      for (int i = 0; at != head.getAsLong() && i < MAX_MODULES; i++) {
        one(new KObject(target.memory(), type, at - listAt), kernel, found);
        at = target.memory().readLong(at);
      }
    } catch (InquestException e) {
      // The list breaks off: the types read so far stay.
    }
    return found;
  }

  private static void one(KObject entry, BtfTypes kernel, Map<String, TypeSource> found) {
    try {
      String name = entry.member("module").member("name").asString();
      KObject btf = entry.member("btf");
      long size = btf.member("data_size").asUnsigned();
      if (size > 0 && size <= MAX_SIZE) {
        byte[] bytes = entry.memory().read(btf.member("data").asLong(), (int) size);
        Btf split = Btf.parseSplit(bytes, kernel.btf(), "BTF of " + name);
        found.put(name, BtfTypes.split(split, kernel));
      }
    } catch (InquestException e) {
      // One module without types costs that module's types only.
    }
  }
}
