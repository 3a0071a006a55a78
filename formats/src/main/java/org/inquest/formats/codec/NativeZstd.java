package org.inquest.formats.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/// The machine's own libzstd (zstd.h, stable since 1.3). Package managers need it, so nearly every
/// Linux has it.
///
/// A start of Inquest reads some thousand pages while the JVM is cold, and a decoder of tens of
/// thousands of bytecodes takes a fifth of a second for that, six times as long as this. Fails
/// soft: without the library, or without the permission for native access, [#open] is empty.
final class NativeZstd implements PageCodec {
  private static final int MOST = 1 << 16;

  private final MethodHandle call;
  private final MemorySegment decompress;
  private final MemorySegment create;
  private final Pool<Context> contexts = new Pool<>(this::context);

  /// A `ZSTD_DCtx *` with room for a packed and an unpacked page beside it. Never freed: the pool
  /// keeps a few for ever.
  private record Context(
      long dctx, long packedAt, ByteBuffer packed, long unpackedAt, ByteBuffer unpacked) {}

  private NativeZstd(MethodHandle call, MemorySegment create, MemorySegment decompress) {
    this.call = call;
    this.create = create;
    this.decompress = decompress;
  }

  /// The library, where it can be used.
  static Optional<PageCodec> open() {
    if (!NativeZstd.class.getModule().isNativeAccessEnabled()) {
      return Optional.empty();
    }
    try {
      SymbolLookup library = SymbolLookup.libraryLookup("libzstd.so.1", Arena.global());
      MemorySegment create = library.find("ZSTD_createDCtx").orElse(MemorySegment.NULL);
      MemorySegment decompress = library.find("ZSTD_decompressDCtx").orElse(MemorySegment.NULL);
      Linker linker = Linker.nativeLinker();
      if (create.equals(MemorySegment.NULL)
          || decompress.equals(MemorySegment.NULL)
          || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
        return Optional.empty();
      }
      // One shape for both functions, of plain 64-bit words: making a handle is the dear part, 20
      // ms, and a C function
      // does not see arguments that it does not declare (System V ABI, AAPCS64).
      ValueLayout word = ValueLayout.JAVA_LONG;
      MethodHandle call =
          linker.downcallHandle(FunctionDescriptor.of(word, word, word, word, word, word));
      return Optional.of(new NativeZstd(call, create, decompress));
    } catch (IllegalArgumentException | UnsupportedOperationException | LinkageError missing) {
      return Optional.empty();
    }
  }

  /// Unpacks a frame of any size and with any window, once.
  ///
  /// @return bytes unpacked, unsigned; an error is a number near 2^64. Empty without the library
  static OptionalLong unpackWhole(MemorySegment packed, MemorySegment target) {
    if (!NativeZstd.class.getModule().isNativeAccessEnabled()) {
      return OptionalLong.empty();
    }
    try {
      SymbolLookup library = SymbolLookup.libraryLookup("libzstd.so.1", Arena.global());
      ValueLayout word = ValueLayout.JAVA_LONG;
      ValueLayout place = ValueLayout.ADDRESS;
      MethodHandle call =
          Linker.nativeLinker()
              .downcallHandle(
                  library.findOrThrow("ZSTD_decompress"),
                  FunctionDescriptor.of(word, place, word, place, word));
      return OptionalLong.of(
          (long) call.invokeExact(target, target.byteSize(), packed, packed.byteSize()));
    } catch (IllegalArgumentException
        | UnsupportedOperationException
        | NoSuchElementException
        | LinkageError missing) {
      return OptionalLong.empty();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) { // the native function has no Java exceptions
      throw new AssertionError(impossible);
    }
  }

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public boolean unpack(byte[] packed, byte[] target, int size) {
    if (packed.length > MOST || size > MOST) {
      return false;
    }
    Context context = contexts.take();
    try {
      if (context.dctx == 0) {
        return false;
      }
      context.packed.put(0, packed);
      long got =
          (long)
              call.invokeExact(
                  decompress,
                  context.dctx,
                  context.unpackedAt,
                  (long) size,
                  context.packedAt,
                  (long) packed.length);
      if (got != size) { // an error is a number near 2^64
        return false;
      }
      context.unpacked.get(0, target, 0, size);
      return true;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) { // the native function has no Java exceptions
      throw new AssertionError(impossible);
    } finally {
      contexts.give(context);
    }
  }

  private Context context() {
    try {
      long dctx = (long) call.invokeExact(create, 0L, 0L, 0L, 0L, 0L);
      MemorySegment packed = Arena.global().allocate(MOST);
      MemorySegment unpacked = Arena.global().allocate(MOST);
      return new Context(
          dctx,
          packed.address(),
          packed.asByteBuffer(),
          unpacked.address(),
          unpacked.asByteBuffer());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }
}
