package org.inquest.profile.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The fields of a message of protocol buffers, read apart from the class that writes them.
final class ProtoReader {
  private record Field(int number, long value, byte[] bytes) {}

  private final List<Field> fields = new ArrayList<>();

  ProtoReader(byte[] bytes) {
    int[] at = {0};
    while (at[0] < bytes.length) {
      long tag = varint(bytes, at);
      int number = (int) (tag >>> 3);
      if ((tag & 7) == 0) {
        fields.add(new Field(number, varint(bytes, at), new byte[0]));
      } else if ((tag & 7) == 2) {
        int length = (int) varint(bytes, at);
        byte[] part = new byte[length];
        System.arraycopy(bytes, at[0], part, 0, length);
        at[0] += length;
        fields.add(new Field(number, 0, part));
      } else {
        throw new AssertionError("wire type " + (tag & 7));
      }
    }
  }

  private static long varint(byte[] bytes, int[] at) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at[0]++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  /// A number; 0 where there is none.
  long number(int field) {
    return fields.stream().filter(f -> f.number == field).mapToLong(Field::value).sum();
  }

  List<ProtoReader> messages(int field) {
    return fields.stream()
        .filter(f -> f.number == field)
        .map(f -> new ProtoReader(f.bytes))
        .toList();
  }

  List<String> texts(int field) {
    return fields.stream()
        .filter(f -> f.number == field)
        .map(f -> new String(f.bytes, StandardCharsets.UTF_8))
        .toList();
  }

  List<Long> packed(int field) {
    List<Long> out = new ArrayList<>();
    for (Field one : fields) {
      if (one.number == field) {
        int[] at = {0};
        while (at[0] < one.bytes.length) {
          out.add(varint(one.bytes, at));
        }
      }
    }
    return out;
  }
}
