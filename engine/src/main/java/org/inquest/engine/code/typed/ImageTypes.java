package org.inquest.engine.code.typed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.code.image.ElfImage;
import org.inquest.engine.code.image.LiveImage;
import org.inquest.engine.type.BtfTypes;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.Types;
import org.inquest.formats.btf.Btf;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.UsageError;

/// The C types of an image: a dump's, or those in the section `.BTF` of a vmlinux. A module's file
/// has none that could be read alone, for they go on from those of its kernel.
public final class ImageTypes {
  /// Kernels have 4 to 8 MB.
  private static final int MAX_BTF = 256 << 20;

  private static final int BTF_MAGIC = 0xeb9f;

  private ImageTypes() {}

  /// Empty where there are none, or where they can't be read.
  public static Optional<Types> of(CodeImage image) {
    return switch (image) {
      case LiveImage live -> Optional.of(live.target().types());
      case ElfImage linked -> section(linked.file());
      default -> Optional.empty();
    };
  }

  /// The types of a file: a vmlinux, a dump, or BTF alone as the running kernel gives its own in
  /// `/sys/kernel/btf/vmlinux`. A dump or vmlinux stays open, as types are read when asked for.
  ///
  /// @throws InquestException in one line, where it is none of these
  public static Optional<Types> open(Path file) {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(2);
      if (head.length == 2 && (head[0] & 0xff | (head[1] & 0xff) << 8) == BTF_MAGIC) {
        // A file in /sys can't be mapped, and its size may not be known.
        byte[] rest = in.readNBytes(MAX_BTF);
        byte[] all = Arrays.copyOf(head, 2 + rest.length);
        System.arraycopy(rest, 0, all, 2, rest.length);
        return Optional.of(new Types(BtfTypes.of(Btf.parse(all, file.toString()))));
      }
    } catch (IOException e) {
      throw new UsageError(file + ": can't be read: " + e.getMessage());
    }
    return of(CodeImages.open(file));
  }

  private static Optional<Types> section(ElfFile file) {
    Optional<ElfSection> found =
        file.section(".BTF").filter(s -> s.hasBytes() && s.size() > 0 && s.size() <= MAX_BTF);
    if (found.isEmpty() || !file.bytes().has(found.get().offset(), found.get().size())) {
      return Optional.empty();
    }
    byte[] bytes = new byte[(int) found.get().size()];
    file.bytes().copy(found.get().offset(), bytes, 0, bytes.length);
    try {
      return Optional.of(new Types(BtfTypes.of(Btf.parse(bytes, "BTF of " + file.bytes().name()))));
    } catch (InquestException broken) {
      return Optional.empty();
    }
  }

  /// The type of a function; empty where it is not known, for one that the compiler changed
  /// (`.constprop.0`, `.isra.0`), and where the types contradict themselves.
  public static Optional<FunctionType> prototype(Types types, String function) {
    try {
      return function.indexOf('.') >= 0 ? Optional.empty() : types.function(function);
    } catch (InquestException broken) {
      return Optional.empty();
    }
  }
}
