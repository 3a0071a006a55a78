package org.inquest.formats.testkit;

import io.airlift.compress.v3.Compressor;
import io.airlift.compress.v3.lzo.LzoCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/// Writes kdump-compressed files: say which frames there are, then [#bytes] or [#split].
///
/// ```java
/// byte[] file = new KdumpImage().codec(Codec.ZSTD).frames(64).page(3, page).filtered(4).bytes();
/// ```
public final class KdumpImage {
  /// How pages are packed, with the flag that says so.
  public enum Codec {
    STORED(0),
    ZLIB(1),
    LZO(2),
    SNAPPY(4),
    ZSTD(0x20);

    private final int flag;

    Codec(int flag) {
      this.flag = flag;
    }
  }

  private static final int DESCRIPTOR = 24;
  private static final int SUB_HEADER = 104;

  private final Map<Long, byte[]> pages = new TreeMap<>();
  private final List<Long> filtered = new ArrayList<>();
  private final List<Long> unwritten = new ArrayList<>();
  private Codec codec = Codec.ZLIB;
  private int version = 6;
  private int pageSize = 4096;
  private long frames = 64;
  private int status;
  private String machine = "x86_64";
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private long physBase;
  private int dumpLevel = 31;
  private String vmcoreinfo = "";
  private byte[] notes = new byte[0];
  private boolean singleBitmap;
  private String signature = "KDUMP   ";

  public KdumpImage codec(Codec value) {
    codec = value;
    return this;
  }

  public KdumpImage version(int value) {
    version = value;
    return this;
  }

  public KdumpImage pageSize(int value) {
    pageSize = value;
    return this;
  }

  /// One more than the highest frame.
  public KdumpImage frames(long value) {
    frames = value;
    return this;
  }

  /// Bits to add to the header's `status`.
  public KdumpImage status(int value) {
    status = value;
    return this;
  }

  public KdumpImage machine(String value, ByteOrder byteOrder) {
    machine = value;
    order = byteOrder;
    return this;
  }

  public KdumpImage physBase(long value) {
    physBase = value;
    return this;
  }

  public KdumpImage dumpLevel(int value) {
    dumpLevel = value;
    return this;
  }

  public KdumpImage vmcoreinfo(String value) {
    vmcoreinfo = value;
    return this;
  }

  public KdumpImage notes(byte[] value) {
    notes = value;
    return this;
  }

  /// diskdump's form: one bitmap only, and the old signature.
  public KdumpImage diskdump() {
    singleBitmap = true;
    signature = "DISKDUMP";
    return this;
  }

  /// A frame whose bytes are in the file.
  public KdumpImage page(long frame, byte[] content) {
    pages.put(frame, Arrays.copyOf(content, pageSize));
    return this;
  }

  /// A frame that exists and was left out.
  public KdumpImage filtered(long frame) {
    filtered.add(frame);
    return this;
  }

  /// A frame that should be in the file but for which there was no room: descriptor offset 0.
  public KdumpImage unwritten(long frame) {
    pages.put(frame, new byte[pageSize]);
    unwritten.add(frame);
    return this;
  }

  /// The whole dump as one file.
  public byte[] bytes() {
    return write(false, 0, frames);
  }

  /// The dump in parts that end before the given frames, the last one at the end.
  public List<byte[]> split(long... ends) {
    List<byte[]> parts = new ArrayList<>();
    long start = 0;
    for (long end : ends) {
      parts.add(write(true, start, end));
      start = end;
    }
    parts.add(write(true, start, frames));
    return parts;
  }

  private byte[] write(boolean split, long start, long end) {
    byte[] info = vmcoreinfo.getBytes(StandardCharsets.US_ASCII);
    int bitmapBlocks = blocks((int) ((frames + 7) / 8));
    int subBlocks = blocks(SUB_HEADER + info.length + notes.length);
    int bitmaps = singleBitmap ? 1 : 2;
    int bitmapAt = (1 + subBlocks) * pageSize;
    int descriptorsAt = bitmapAt + bitmaps * bitmapBlocks * pageSize;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    ByteBuffer descriptors = descriptors(start, end, descriptorsAt, data);

    ByteBuffer file = ByteBuffer.allocate(descriptorsAt + descriptors.capacity() + data.size());
    file.order(order);
    header(file, subBlocks, bitmaps * bitmapBlocks);
    subHeader(file.position(pageSize).slice().order(order), split, start, end, info);
    for (long frame : filtered) {
      mark(file, bitmapAt, frame);
    }
    for (long frame : pages.keySet()) {
      mark(file, bitmapAt, frame);
      mark(file, bitmapAt + (bitmaps - 1) * bitmapBlocks * pageSize, frame);
    }
    file.position(descriptorsAt).put(descriptors.array()).put(data.toByteArray());
    return file.array();
  }

  private ByteBuffer descriptors(long start, long end, int at, ByteArrayOutputStream data) {
    List<Long> inside = pages.keySet().stream().filter(f -> f >= start && f < end).toList();
    ByteBuffer out = ByteBuffer.allocate(inside.size() * DESCRIPTOR).order(order);
    int dataAt = at + out.capacity();
    int zeroAt = -1;
    int zeroSize = 0;
    int zeroFlags = 0;
    for (long frame : inside) {
      byte[] content = pages.get(frame);
      boolean zero = Arrays.equals(content, new byte[pageSize]);
      if (unwritten.contains(frame)) {
        out.putLong(0).putInt(0).putInt(0).putLong(0);
        continue;
      }
      if (!zero || zeroAt < 0) {
        byte[] packed = pack(content);
        boolean smaller = packed.length < pageSize;
        int offset = dataAt + data.size();
        int size = smaller ? packed.length : pageSize;
        int flags = smaller ? codec.flag : 0;
        data.writeBytes(smaller ? packed : content);
        if (zero) {
          zeroAt = offset;
          zeroSize = size;
          zeroFlags = flags;
        }
        out.putLong(offset).putInt(size).putInt(flags).putLong(0);
      } else {
        out.putLong(zeroAt).putInt(zeroSize).putInt(zeroFlags).putLong(0);
      }
    }
    return out;
  }

  private void header(ByteBuffer file, int subBlocks, int bitmapBlocks) {
    file.put(0, signature.getBytes(StandardCharsets.US_ASCII)).putInt(8, version);
    file.put(12, "Linux".getBytes(StandardCharsets.US_ASCII));
    file.put(12 + 2 * 65, "6.1.0-test".getBytes(StandardCharsets.US_ASCII));
    file.put(12 + 4 * 65, machine.getBytes(StandardCharsets.US_ASCII));
    file.putLong(408, 1_700_000_000L).putInt(424, status | codec.flag).putInt(428, pageSize);
    file.putInt(432, subBlocks).putInt(436, bitmapBlocks).putInt(440, (int) frames).putInt(460, 2);
  }

  private void subHeader(ByteBuffer sub, boolean split, long start, long end, byte[] info) {
    sub.putLong(0, physBase).putInt(8, dumpLevel).putInt(12, split ? 1 : 0);
    sub.putLong(16, start).putLong(24, end);
    int infoAt = SUB_HEADER;
    if (version >= 3 && info.length > 0) {
      sub.putLong(32, pageSize + infoAt).putLong(40, info.length).put(infoAt, info);
    }
    if (version >= 4 && notes.length > 0) {
      int notesAt = infoAt + info.length;
      sub.putLong(48, pageSize + notesAt).putLong(56, notes.length).put(notesAt, notes);
    }
    if (version >= 6) {
      sub.putLong(80, start).putLong(88, end).putLong(96, frames);
    }
  }

  private static void mark(ByteBuffer file, int bitmap, long frame) {
    int at = bitmap + (int) (frame >>> 3);
    file.put(at, (byte) (file.get(at) | 1 << (frame & 7)));
  }

  private byte[] pack(byte[] content) {
    return switch (codec) {
      case STORED -> content;
      case ZLIB -> deflate(content);
      case LZO -> compress(new LzoCompressor(), content);
      case SNAPPY -> compress(new SnappyJavaCompressor(), content);
      case ZSTD -> compress(new ZstdJavaCompressor(), content);
    };
  }

  private static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater(1);
    deflater.setInput(content);
    deflater.finish();
    byte[] out = new byte[content.length * 2 + 64];
    int size = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, size);
  }

  private static byte[] compress(Compressor compressor, byte[] content) {
    byte[] out = new byte[compressor.maxCompressedLength(content.length)];
    int size = compressor.compress(content, 0, content.length, out, 0, out.length);
    return Arrays.copyOf(out, size);
  }

  private int blocks(int bytes) {
    return (bytes + pageSize - 1) / pageSize;
  }
}
