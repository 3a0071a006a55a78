package org.inquest.formats.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inquest.formats.btf.BtfKind;

/// Writes BTF. Each method adds one type and returns its id, so a test reads like the C it stands
/// for:
///
/// ```java
/// BtfImage btf = new BtfImage();
/// int u32 = btf.integer("unsigned int", 4, false);
/// btf.struct("pair", 8, btf.member("a", u32, 0), btf.member("b", u32, 32));
/// byte[] bytes = btf.bytes();
/// ```
public final class BtfImage {
  /// One element of a struct, enum, function or section, as words.
  public record Element(int... words) {}

  private final List<int[]> types = new ArrayList<>();
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
  private final Map<String, Integer> offsets = new HashMap<>();
  private final int firstId;
  private final int firstString;
  private boolean layout;
  private int headerLength = 24;

  /// A blob of its own.
  public BtfImage() {
    this(1, 0);
    string("");
  }

  private BtfImage(int firstId, int firstString) {
    this.firstId = firstId;
    this.firstString = firstString;
    offsets.put("", 0);
    if (firstString == 0) {
      strings.write(0);
    }
  }

  /// Split BTF that goes on where this one ends; its types may use the ids of this one.
  public BtfImage split() {
    return new BtfImage(nextId(), firstString + strings.size());
  }

  /// Adds a layout section for all kinds and the 32-byte header, as kernels do since 7.1.
  public BtfImage withLayout() {
    layout = true;
    headerLength = 32;
    return this;
  }

  /// The id that the next type gets.
  public int nextId() {
    return firstId + types.size();
  }

  /// `BTF_KIND_INT`.
  public int integer(String name, int size, boolean signed) {
    return add(name, BtfKind.INT, 0, false, size, (signed ? 1 << 24 : 0) | size * 8);
  }

  /// `_Bool`.
  public int bool() {
    return add("_Bool", BtfKind.INT, 0, false, 1, 4 << 24 | 8);
  }

  /// A kind that only refers to another type: pointer, typedef, const, ...
  public int reference(int kind, String name, int type) {
    return add(name, kind, 0, false, type);
  }

  /// `BTF_KIND_PTR`.
  public int pointer(int type) {
    return reference(BtfKind.PTR, "", type);
  }

  /// `BTF_KIND_ARRAY`, with the element type as index type too.
  public int array(int element, int count) {
    return add("", BtfKind.ARRAY, 0, false, 0, element, element, count);
  }

  /// A member at a bit offset.
  public Element member(String name, int type, int bitOffset) {
    return new Element(string(name), type, bitOffset);
  }

  /// A bit-field; the struct must be made with [#bitStruct].
  public Element bits(String name, int type, int bitOffset, int bitSize) {
    return new Element(string(name), type, bitOffset | bitSize << 24);
  }

  /// `BTF_KIND_STRUCT`.
  public int struct(String name, int size, Element... members) {
    return add(name, BtfKind.STRUCT, false, size, members);
  }

  /// `BTF_KIND_STRUCT` with `kind_flag`: offsets hold bit-field sizes.
  public int bitStruct(String name, int size, Element... members) {
    return add(name, BtfKind.STRUCT, true, size, members);
  }

  /// `BTF_KIND_UNION`.
  public int union(String name, int size, Element... members) {
    return add(name, BtfKind.UNION, false, size, members);
  }

  /// An enumerator of 32 bits.
  public Element value(String name, int value) {
    return new Element(string(name), value);
  }

  /// An enumerator of 64 bits.
  public Element value64(String name, long value) {
    return new Element(string(name), (int) value, (int) (value >>> 32));
  }

  /// `BTF_KIND_ENUM`.
  public int enumeration(String name, boolean signed, Element... values) {
    return add(name, BtfKind.ENUM, signed, 4, values);
  }

  /// `BTF_KIND_ENUM64`.
  public int enumeration64(String name, boolean signed, Element... values) {
    return add(name, BtfKind.ENUM64, signed, 8, values);
  }

  /// A parameter; type 0 and no name in the last place is `...`.
  public Element param(String name, int type) {
    return new Element(string(name), type);
  }

  /// `BTF_KIND_FUNC_PROTO`.
  public int prototype(int result, Element... params) {
    return add("", BtfKind.FUNC_PROTO, false, result, params);
  }

  /// `BTF_KIND_VAR`.
  public int variable(String name, int type) {
    return add(name, BtfKind.VAR, 0, false, type, 1);
  }

  /// `BTF_KIND_DATASEC` with one entry {variable, offset, size}.
  public int section(String name, int size, Element... entries) {
    return add(name, BtfKind.DATASEC, false, size, entries);
  }

  private int add(String name, int kind, boolean flag, int sizeOrType, Element... elements) {
    int[] words = new int[elements.length == 0 ? 0 : elements.length * elements[0].words.length];
    int at = 0;
    for (Element element : elements) {
      for (int word : element.words) {
        words[at++] = word;
      }
    }
    return add(name, kind, elements.length, flag, sizeOrType, words);
  }

  /// Any type at all.
  ///
  /// @param words what follows `struct btf_type`
  public int add(String name, int kind, int vlen, boolean flag, int sizeOrType, int... words) {
    int[] type = new int[3 + words.length];
    type[0] = string(name);
    type[1] = kind << 24 | vlen | (flag ? 1 << 31 : 0);
    type[2] = sizeOrType;
    System.arraycopy(words, 0, type, 3, words.length);
    types.add(type);
    return nextId() - 1;
  }

  private int string(String text) {
    return offsets.computeIfAbsent(
        text,
        t -> {
          int offset = firstString + strings.size();
          strings.writeBytes(t.getBytes(StandardCharsets.ISO_8859_1));
          strings.write(0);
          return offset;
        });
  }

  /// The blob: header, types, strings, layout.
  public byte[] bytes() {
    int typeLength = 0;
    for (int[] type : types) {
      typeLength += type.length * 4;
    }
    // One kind more than is known, so that tests can add types of kind 20: one word, then two for
    // each element.
    byte[] layouts = new byte[layout ? 21 * 4 : 0];
    if (layout) {
      layouts[20 * 4] = 4;
      layouts[20 * 4 + 1] = 8;
    }
    int stringsAt = typeLength;
    int layoutAt = stringsAt + strings.size();
    ByteBuffer out =
        ByteBuffer.allocate(headerLength + layoutAt + layouts.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(headerLength);
    out.putInt(0).putInt(typeLength).putInt(stringsAt).putInt(strings.size());
    if (headerLength >= 32) {
      out.putInt(layoutAt).putInt(layouts.length);
    }
    out.position(headerLength);
    for (int[] type : types) {
      for (int word : type) {
        out.putInt(word);
      }
    }
    return out.put(strings.toByteArray()).put(layouts).array();
  }
}
