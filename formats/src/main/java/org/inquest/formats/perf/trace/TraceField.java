package org.inquest.formats.perf.trace;

import java.nio.charset.StandardCharsets;
import org.inquest.formats.perf.PerfRecord;
import org.inquest.formats.perf.PerfSample;

/// A field of a tracepoint's record. What does not lie inside of the sample's raw data reads as
/// nothing: 0, or an empty text.
///
/// @param name without brackets
/// @param place where its bytes are
/// @param offset from the first byte of the raw data
/// @param size in bytes
/// @param signed whether the number may be negative
public record TraceField(String name, Place place, int offset, int size, boolean signed) {
  /// Where the bytes of a field are (include/trace/stages/stage1_struct_define.h).
  public enum Place {
    /// In the field.
    HERE,
    /// `__data_loc`: the field has length and offset of what stands behind all fields.
    ELSEWHERE,
    /// `__rel_loc`: the same, with an offset from the end of the field.
    BEHIND
  }

  /// The number that it holds.
  public long value(PerfRecord record, PerfSample sample) {
    if (!inside(sample, offset, size)) {
      return 0;
    }
    int at = sample.rawAt + offset;
    return switch (size) {
      case 1 -> signed ? record.byteAt(at) : record.byteAt(at) & 0xff;
      case 2 -> signed ? (short) record.u16(at) : record.u16(at);
      case 4 -> signed ? record.s32(at) : record.u32(at);
      case 8 -> record.u64(at);
      default -> 0;
    };
  }

  /// The text that it holds, up to its first NUL.
  public String text(PerfRecord record, PerfSample sample) {
    int at = offset;
    int length = size;
    if (place != Place.HERE) {
      if (!inside(sample, offset, Integer.BYTES)) {
        return "";
      }
      long word = record.u32(sample.rawAt + offset);
      at = (int) (word & 0xffff) + (place == Place.BEHIND ? offset + size : 0);
      length = (int) (word >>> 16);
    }
    if (!inside(sample, at, length)) {
      return "";
    }
    byte[] bytes = record.copy(sample.rawAt + at, length);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static boolean inside(PerfSample sample, int at, int length) {
    return at >= 0 && length >= 0 && at <= sample.rawSize - length;
  }
}
