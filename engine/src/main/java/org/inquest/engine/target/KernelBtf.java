package org.inquest.engine.target;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.type.BtfTypes;
import org.inquest.formats.btf.Btf;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.kallsyms.Kallsyms;

/// The types that a kernel carries in its memory, between `__start_BTF` and `__stop_BTF`
/// (include/asm-generic/vmlinux.lds.h).
///
/// @param gaps what is missing of them, a sentence each
record KernelBtf(BtfTypes types, List<String> gaps) {
  private static final int MAX_SIZE = 256 << 20;

  /// @throws InquestException where there are none, or they can't be read at all
  static KernelBtf read(VirtualMemory memory, Kallsyms kallsyms) {
    OptionalLong start = address(kallsyms, "__start_BTF");
    OptionalLong stop = address(kallsyms, "__stop_BTF");
    if (start.isEmpty() || stop.isEmpty()) {
      throw new Unsupported(
          "the kernel was built without BTF (CONFIG_DEBUG_INFO_BTF), or its kallsyms lack data"
              + " symbols");
    }
    long size = stop.getAsLong() - start.getAsLong();
    if (size <= 0 || size > MAX_SIZE) {
      throw new MalformedInput("BTF", -1, "at most " + MAX_SIZE + " bytes", Long.toString(size));
    }
    byte[] bytes = new byte[(int) size];
    int missing = readHoles(memory, start.getAsLong(), bytes);
    List<String> gaps = new ArrayList<>();
    if (missing > 0) {
      gaps.add(missing + " pages of the kernel's BTF are not in the dump, nor the types in them");
    }
    try {
      Btf btf = Btf.parse(bytes, "BTF of the kernel");
      btf.gap().ifPresent(gaps::add);
      return new KernelBtf(BtfTypes.of(btf), gaps);
    } catch (MalformedInput e) {
      throw missing == 0 ? e : new Unsupported("the kernel's BTF is not in the dump");
    }
  }

  private static int readHoles(VirtualMemory memory, long address, byte[] target) {
    int missing = 0;
    int done = 0;
    while (done < target.length) {
      int chunk = (int) Math.min(target.length - done, 4096 - ((address + done) & 4095));
      try {
        memory.read(address + done, target, done, chunk);
      } catch (MemoryFault e) {
        missing++;
      }
      done += chunk;
    }
    return missing;
  }

  private static OptionalLong address(Kallsyms kallsyms, String name) {
    int index = kallsyms.find(name);
    return index < 0 ? OptionalLong.empty() : OptionalLong.of(kallsyms.address(index));
  }
}
