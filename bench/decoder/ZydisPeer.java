import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Zydis 4.0 through the foreign-function API, each instruction one call (two with text).
///
/// Offsets into `ZydisDecodedInstruction` are those of `Zydis/DecoderTypes.h` of version 4.0: length
/// at 8, number of visible operands at 25.
final class ZydisPeer {
  private static final int LONG_64 = 0;
  private static final int STACK_64 = 2;
  private static final int ATT = 0;
  private static final int TEXT_SIZE = 512;

  private final MethodHandle decodeFull;
  private final MethodHandle format;
  private final MemorySegment decoder;
  private final MemorySegment formatter;
  private final MemorySegment instruction;
  private final MemorySegment operands;
  private final MemorySegment text;
  private final MemorySegment code;
  private final long base;

  ZydisPeer(Path zycore, Path zydis, byte[] bytes, long base) {
    this.base = base;
    System.load(zycore.toAbsolutePath().toString());
    Arena arena = Arena.global();
    SymbolLookup library = SymbolLookup.libraryLookup(zydis.toAbsolutePath(), arena);
    Linker linker = Linker.nativeLinker();
    var i = ValueLayout.JAVA_INT;
    var p = ValueLayout.ADDRESS;
    var l = ValueLayout.JAVA_LONG;
    var b = ValueLayout.JAVA_BYTE;
    MethodHandle decoderInit =
        handle(linker, library, "ZydisDecoderInit", FunctionDescriptor.of(i, p, i, i));
    MethodHandle formatterInit =
        handle(linker, library, "ZydisFormatterInit", FunctionDescriptor.of(i, p, i));
    decodeFull =
        handle(linker, library, "ZydisDecoderDecodeFull", FunctionDescriptor.of(i, p, p, l, p, p));
    format =
        handle(
            linker,
            library,
            "ZydisFormatterFormatInstruction",
            FunctionDescriptor.of(i, p, p, p, b, p, l, l, p));
    // Larger than the structures are.
    decoder = arena.allocate(4096);
    formatter = arena.allocate(65536);
    instruction = arena.allocate(4096);
    operands = arena.allocate(16384);
    text = arena.allocate(TEXT_SIZE);
    code = arena.allocate(bytes.length);
    code.copyFrom(MemorySegment.ofArray(bytes));
    try {
      check((int) decoderInit.invokeExact(decoder, LONG_64, STACK_64));
      check((int) formatterInit.invokeExact(formatter, ATT));
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle handle(
      Linker linker, SymbolLookup library, String name, FunctionDescriptor type) {
    return linker.downcallHandle(library.findOrThrow(name), type);
  }

  private static void check(int status) {
    if (status < 0) {
      throw new IllegalStateException("Zydis says %08x".formatted(status));
    }
  }

  long decode() {
    return run(false);
  }

  long print() {
    return run(true);
  }

  private long run(boolean print) {
    long count = 0;
    try {
      for (long at = 0; at < code.byteSize(); count++) {
        long left = code.byteSize() - at;
        int status =
            (int) decodeFull.invokeExact(decoder, code.asSlice(at), left, instruction, operands);
        if (status < 0) {
          at++;
          continue;
        }
        if (print) {
          byte visible = instruction.get(ValueLayout.JAVA_BYTE, 25);
          check(
              (int)
                  format.invokeExact(
                      formatter,
                      instruction,
                      operands,
                      visible,
                      text,
                      (long) TEXT_SIZE,
                      base + at,
                      MemorySegment.NULL));
        }
        at += instruction.get(ValueLayout.JAVA_BYTE, 8);
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    return count;
  }
}
