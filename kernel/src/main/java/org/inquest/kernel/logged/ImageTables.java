package org.inquest.kernel.logged;

import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.code.flow.CodeTables;
import org.inquest.engine.code.flow.ExceptionTable;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.fault.MemoryFault;

/// The tables in a vmlinux. That of exceptions is sorted when the kernel is built; a module's only
/// when it is loaded, so that modules' files have none here.
///
/// @param image the vmlinux
record ImageTables(CodeImage image) implements CodeTables {
  @Override
  public OptionalLong word(long address) {
    byte[] bytes = new byte[Long.BYTES];
    try {
      image.read(address, bytes, 0, bytes.length);
    } catch (MemoryFault e) {
      return OptionalLong.empty();
    }
    long value = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      value = value << Byte.SIZE | bytes[i] & 0xff;
    }
    return OptionalLong.of(value);
  }

  @Override
  public OptionalLong fixup(long instruction) {
    List<Symbol> start = image.symbols("__start___ex_table");
    List<Symbol> stop = image.symbols("__stop___ex_table");
    return start.size() == 1 && stop.size() == 1
        ? new ExceptionTable(image, start.getFirst().address(), stop.getFirst().address())
            .fixup(instruction)
        : OptionalLong.empty();
  }
}
