package org.inquest.formats.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;

/// A zstd stream that comes in pieces, each of which ends with a flush (zstd.h, streaming
/// decompression): what a piece holds can be had before the next one is there. For one thread.
///
/// Only the machine's libzstd does that; decoders in Java want whole frames or an InputStream,
/// which can't be asked for what is there so far.
public final class ZstdStream implements AutoCloseable {
  /// `ZSTD_inBuffer` and `ZSTD_outBuffer`: a pointer, a size, a position.
  private static final long BUFFER = 3L * Long.BYTES;

  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;

  /// A round of the decoder. Its own blocks have at most 128 KB.
  private static final int OUT = 1 << 18;

  private final Arena arena = Arena.ofShared();
  private final MethodHandle decompress;
  private final MethodHandle free;
  private final MemorySegment stream;
  private final MemorySegment input = arena.allocate(BUFFER, Long.BYTES);
  private final MemorySegment output = arena.allocate(BUFFER, Long.BYTES);
  private final MemorySegment packed = arena.allocate(1 << 16);
  private final MemorySegment unpacked = arena.allocate(OUT);

  private ZstdStream(SymbolLookup library) throws Throwable {
    Linker linker = Linker.nativeLinker();
    ValueLayout place = ValueLayout.ADDRESS;
    FunctionDescriptor one = FunctionDescriptor.of(WORD, place);
    this.decompress =
        linker.downcallHandle(
            library.findOrThrow("ZSTD_decompressStream"),
            FunctionDescriptor.of(WORD, place, place, place));
    this.free = linker.downcallHandle(library.findOrThrow("ZSTD_freeDStream"), one);
    MethodHandle create =
        linker.downcallHandle(
            library.findOrThrow("ZSTD_createDStream"), FunctionDescriptor.of(place));
    this.stream = (MemorySegment) create.invokeExact();
    if (stream.equals(MemorySegment.NULL)) {
      throw new NoSuchElementException("no memory");
    }
  }

  /// A stream that has not begun; empty without libzstd or without the permission for native
  /// access.
  public static Optional<ZstdStream> open() {
    if (!ZstdStream.class.getModule().isNativeAccessEnabled()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ZstdStream(SymbolLookup.libraryLookup("libzstd.so.1", Arena.global())));
    } catch (IllegalArgumentException
        | UnsupportedOperationException
        | NoSuchElementException
        | LinkageError missing) {
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) { // the native function has no Java exceptions
      throw new AssertionError(impossible);
    }
  }

  /// Unpacks a piece.
  ///
  /// @param piece at most 64 KB
  /// @param most so many bytes may come out
  /// @return what it holds; empty where it is damaged, too long or holds too much
  public Optional<byte[]> unpack(byte[] piece, int most) {
    if (piece.length > packed.byteSize()) {
      return Optional.empty();
    }
    MemorySegment.copy(piece, 0, packed, ValueLayout.JAVA_BYTE, 0, piece.length);
    buffer(input, packed, piece.length);
    byte[] out = new byte[0];
    int length = 0;
    while (true) {
      buffer(output, unpacked, OUT);
      long before = input.get(WORD, 2 * Long.BYTES);
      long told = decode();
      int got = (int) output.get(WORD, 2 * Long.BYTES);
      // An error is a number near 2^64.
      if (told < 0 && told > -256 || got > most - length) {
        return Optional.empty();
      }
      if (length + got > out.length) {
        out = Arrays.copyOf(out, Math.max(length + got, (int) Math.min(most, out.length * 2L)));
      }
      MemorySegment.copy(unpacked, ValueLayout.JAVA_BYTE, 0, out, length, got);
      length += got;
      boolean all = input.get(WORD, 2 * Long.BYTES) == piece.length;
      if (all && got < OUT || got == 0 && input.get(WORD, 2 * Long.BYTES) == before) {
        return Optional.of(Arrays.copyOf(out, length));
      }
    }
  }

  private long decode() {
    try {
      return (long) decompress.invokeExact(stream, output, input);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void buffer(MemorySegment buffer, MemorySegment bytes, long size) {
    buffer.set(WORD, 0, bytes.address());
    buffer.set(WORD, Long.BYTES, size);
    buffer.set(WORD, 2 * Long.BYTES, 0);
  }

  @Override
  public void close() {
    if (!arena.scope().isAlive()) {
      return;
    }
    try {
      long ignored = (long) free.invokeExact(stream);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    } finally {
      arena.close();
    }
  }
}
