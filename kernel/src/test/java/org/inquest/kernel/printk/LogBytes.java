package org.inquest.kernel.printk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.inquest.engine.type.BtfTypes;
import org.inquest.engine.type.Types;
import org.inquest.formats.btf.Btf;
import org.inquest.formats.testkit.BtfImage;

/// What log tests write and lack.
final class LogBytes {
  private LogBytes() {}

  /// A kernel without types: VMCOREINFO has to do.
  static Types noTypes() {
    return new Types(BtfTypes.of(Btf.parse(new BtfImage().bytes(), "none")));
  }

  static void text(ByteBuffer buffer, int at, String text) {
    buffer.put(at, text.getBytes(StandardCharsets.UTF_8));
  }
}
