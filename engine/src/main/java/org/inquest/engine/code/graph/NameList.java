package org.inquest.engine.code.graph;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;

/// Names by number in one array of bytes.
final class NameList {
  private final byte[] bytes;
  private final int[] ends;

  /// @param bytes all names, one behind the other
  /// @param ends where each ends
  NameList(byte[] bytes, int[] ends) {
    this.bytes = bytes;
    this.ends = ends;
  }

  static NameList of(int count, IntFunction<String> names) {
    byte[] bytes = new byte[count * 24];
    int[] ends = new int[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      byte[] name = names.apply(i).getBytes(StandardCharsets.UTF_8);
      if (at + name.length > bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length + name.length);
      }
      System.arraycopy(name, 0, bytes, at, name.length);
      at += name.length;
      ends[i] = at;
    }
    return new NameList(Arrays.copyOf(bytes, at), ends);
  }

  String get(int i) {
    int start = i == 0 ? 0 : ends[i - 1];
    return new String(bytes, start, ends[i] - start, StandardCharsets.UTF_8);
  }

  boolean is(int i, String name) {
    int start = i == 0 ? 0 : ends[i - 1];
    int length = ends[i] - start;
    if (length != name.length()) {
      return false;
    }
    for (int k = 0; k < length; k++) {
      if (bytes[start + k] != name.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  boolean startsWith(int i, String prefix) {
    int start = i == 0 ? 0 : ends[i - 1];
    if (ends[i] - start < prefix.length()) {
      return false;
    }
    for (int k = 0; k < prefix.length(); k++) {
      if (bytes[start + k] != prefix.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  byte[] bytes() {
    return bytes;
  }

  int[] ends() {
    return ends;
  }
}
