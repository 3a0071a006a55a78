package org.inquest.formats.mangle;

/// Letters beyond ASCII in a name of ASCII (RFC 3492), with `_` for the `-` before what is coded
/// (RFC 2603).
final class Punycode {
  private Punycode() {}

  static String decode(String name) {
    int border = name.lastIndexOf('_');
    StringBuilder plain = new StringBuilder(border > 0 ? name.substring(0, border) : "");
    int point = 128;
    int bias = 72;
    int index = 0;
    String coded = name.substring(border + 1);
    for (int at = 0; at < coded.length(); ) {
      int before = index;
      int weight = 1;
      for (int k = 36; ; k += 36) {
        if (at >= coded.length() || weight > 1 << 24) {
          throw new Malformed();
        }
        char c = coded.charAt(at++);
        int digit = c >= 'a' && c <= 'z' ? c - 'a' : c >= '0' && c <= '9' ? c - '0' + 26 : 99;
        int limit = Math.clamp(k - bias, 1, 26);
        if (digit > 35) {
          throw new Malformed();
        }
        index += digit * weight;
        if (digit < limit) {
          break;
        }
        weight *= 36 - limit;
      }
      int size = plain.codePointCount(0, plain.length()) + 1;
      bias = bias(index - before, size, before == 0);
      point += index / size;
      index %= size;
      if (!Character.isValidCodePoint(point) || index < 0) {
        throw new Malformed();
      }
      plain.insert(plain.offsetByCodePoints(0, index++), Character.toString(point));
    }
    return plain.toString();
  }

  private static int bias(int delta, int size, boolean first) {
    int left = first ? delta / 700 : delta / 2;
    left += left / size;
    int k = 0;
    while (left > 455) {
      left /= 35;
      k += 36;
    }
    return k + 36 * left / (left + 38);
  }
}
