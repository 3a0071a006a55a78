package org.inquest.engine.code.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.formats.testkit.ElfObject;

/// Writes kernels of a few functions in machine code. Functions lie 64 bytes apart, in the order
/// they are added; `{name}` in the code is the distance to another one, `[name]` its address.
final class SmallKernel {
  static final long TEXT = 0xffff_ffff_8100_0000L;
  static final long INIT = 0xffff_ffff_8200_0000L;
  static final long DATA = 0xffff_ffff_8300_0000L;
  static final int SLOT = 64;

  private final Map<String, String> text = new LinkedHashMap<>();
  private final Map<String, String> init = new LinkedHashMap<>();
  private byte[] data = new byte[64];

  /// A function that stays.
  SmallKernel function(String name, String code) {
    text.put(name, code);
    return this;
  }

  /// A function in `.init.text`.
  SmallKernel init(String name, String code) {
    init.put(name, code);
    return this;
  }

  SmallKernel data(byte[] bytes) {
    data = bytes;
    return this;
  }

  long address(String name) {
    int i = List.copyOf(text.keySet()).indexOf(name);
    return i >= 0
        ? TEXT + (long) i * SLOT
        : INIT + (long) List.copyOf(init.keySet()).indexOf(name) * SLOT;
  }

  private byte[] assemble(Map<String, String> functions) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Map.Entry<String, String> function : functions.entrySet()) {
      int before = out.size();
      for (String word : function.getValue().trim().split("\\s+")) {
        if (word.startsWith("{") || word.startsWith("[")) {
          String name = word.substring(1, word.length() - 1);
          long next = address(function.getKey()) + out.size() - before + 4;
          long value = word.startsWith("{") ? address(name) - next : address(name);
          for (int i = 0; i < 4; i++) {
            out.write((int) (value >>> 8 * i));
          }
        } else {
          out.writeBytes(HexFormat.of().parseHex(word));
        }
      }
      while (out.size() < before + SLOT) {
        out.write(0xcc);
      }
    }
    return out.toByteArray();
  }

  ElfObject elf(int machine) {
    ElfObject object =
        new ElfObject(2, machine)
            .text(".text", TEXT, assemble(text))
            .text(".init.text", INIT, assemble(init))
            .data(".data", DATA, data);
    text.keySet().forEach(name -> object.symbol(name, 2, 1, address(name), SLOT));
    init.keySet().forEach(name -> object.symbol(name, 2, 2, address(name), SLOT));
    return object;
  }

  /// The kernel in a file.
  CodeImage open(Path folder) throws IOException {
    Path file = folder.resolve("vmlinux");
    Files.write(file, elf(62).bytes());
    return CodeImages.open(file);
  }
}
