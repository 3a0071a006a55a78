package org.inquest.formats.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.inquest.formats.fault.MalformedInput;
import org.jspecify.annotations.Nullable;

/// The types of one BTF blob, by id. Opening finds where each type begins, in one pass and without
/// a string; all else is read when asked for. Immutable; safe for use by several threads.
///
/// The BTF of a module is *split*: its ids and string offsets go on where those of its base
/// (vmlinux) end, and its types refer to the base's. A split `Btf` answers for all ids, its own and
/// the base's.
///
/// Specification: include/uapi/linux/btf.h and Documentation/bpf/btf.rst. `info` is read in its
/// wide form (24 bits of vlen, 7 of kind: v7.1); the bits it took over were zero before.
public final class Btf {
  private static final int HEADER_WORDS = 3;
  private static final int BLOCK = 16;

  /// Twice what the kernel takes (KSYM_NAME_LEN, 512): a forged string table has no say in how long
  /// hashing lasts.
  private static final int MAX_NAME = 1024;

  private static final int SMALL_NEGATIVE = -0x10000;

  private static final int TYPE_NAMES =
      1 << BtfKind.INT
          | 1 << BtfKind.STRUCT
          | 1 << BtfKind.UNION
          | 1 << BtfKind.ENUM
          | 1 << BtfKind.FWD
          | 1 << BtfKind.TYPEDEF
          | 1 << BtfKind.VAR
          | 1 << BtfKind.DATASEC
          | 1 << BtfKind.FLOAT
          | 1 << BtfKind.ENUM64;
  private static final int FUNCTION_NAMES = 1 << BtfKind.FUNC;

  private final String source;
  private final @Nullable Btf base;
  private final byte[] strings;
  private final byte[] layout;
  private final int firstId;
  private final int firstString;

  /// The type section as words, and where in it each type begins.
  private final int[] words;

  private int[] starts;
  private int count;
  private int named;
  private int functions;
  private @Nullable String gap;

  private volatile @Nullable BtfNames typeNames;
  private volatile @Nullable BtfNames functionNames;

  private Btf(byte[] data, @Nullable Btf base, String source) {
    BtfHeader header = BtfHeader.read(data, source);
    this.source = source;
    this.base = base;
    this.firstId = base == null ? 1 : base.endId();
    this.firstString = base == null ? 0 : base.firstString + base.strings.length;
    this.words = new int[header.typesLength() / 4];
    ByteBuffer.wrap(data, header.types(), words.length * 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(words);
    this.strings =
        Arrays.copyOfRange(data, header.strings(), header.strings() + header.stringsLength());
    this.layout =
        Arrays.copyOfRange(data, header.layout(), header.layout() + header.layoutLength());
    // Types of real kernels take seven words on average.
    this.starts = new int[words.length / 6 + 16];
    for (int at = 0; at >= 0 && at < words.length; ) {
      at = scanBlock(at);
    }
  }

  /// Reads the BTF of a kernel.
  ///
  /// @param data from the BTF header on; kept only in part, so the caller may drop it
  /// @param source how a person knows it, for messages: "BTF of vmlinux"
  /// @throws MalformedInput where this is no BTF, or its sections do not fit the data
  public static Btf parse(byte[] data, String source) {
    return new Btf(data, null, source);
  }

  /// Reads the split BTF of a module.
  ///
  /// @param base the BTF of the kernel that has loaded the module
  /// @throws MalformedInput as for [#parse]
  public static Btf parseSplit(byte[] data, Btf base, String source) {
    return new Btf(data, base, source);
  }

  /// Notes where the next types begin.
  ///
  /// @return the word after them, or -1 at a type that can't be passed over
  private int scanBlock(int at) {
    int[] w = words;
    if (count + BLOCK > starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
    }
    for (int n = 0; n < BLOCK && at < w.length; n++) {
      if (at + HEADER_WORDS > w.length) {
        return stop("the type section ends inside type " + endId());
      }
      int info = w[at + 1];
      int kind = info >>> 24 & 0x7f;
      int size = HEADER_WORDS + trailingWords(kind, info & 0xffffff);
      if (size < HEADER_WORDS || size > w.length - at) {
        return stop(
            "type " + endId() + " of kind " + BtfKind.nameOf(kind) + " does not fit or is unknown");
      }
      if (kind < Integer.SIZE) {
        named += TYPE_NAMES >>> kind & 1;
        functions += FUNCTION_NAMES >>> kind & 1;
      }
      starts[count++] = at;
      at += size;
    }
    return at;
  }

  /// Words after `struct btf_type`, or -1 where nothing tells.
  private int trailingWords(int kind, int vlen) {
    if (kind > BtfKind.VOID && kind < BtfKind.known()) {
      return BtfKind.fixedWords(kind) + BtfKind.elementWords(kind) * vlen;
    }
    int entry = kind * 4;
    if (kind == BtfKind.VOID || entry + 4 > layout.length) {
      return -1;
    }
    int fixed = layout[entry] & 0xff;
    int element = layout[entry + 1] & 0xff;
    return (fixed | element) % 4 == 0 ? fixed / 4 + element / 4 * vlen : -1;
  }

  private int stop(String problem) {
    gap = problem;
    return -1;
  }

  /// Why the types after the last one could not be read; empty if all were.
  public Optional<String> gap() {
    return Optional.ofNullable(gap);
  }

  /// How a person knows this BTF.
  public String source() {
    return source;
  }

  /// The id of the first type that is in this blob and not in its base; 1 without a base (0 is
  /// `void`).
  public int firstId() {
    return firstId;
  }

  /// One more than the highest type id.
  public int endId() {
    return firstId + count;
  }

  /// `BTF_KIND_*` of a type; `VOID` for id 0.
  ///
  /// @throws MalformedInput where there is no such type, here and in all that follow
  public int kind(int id) {
    return id == 0 ? BtfKind.VOID : info(id) >>> 24 & 0x7f;
  }

  /// Number of members, enumerators, parameters or section entries.
  public int vlen(int id) {
    return id == 0 ? 0 : info(id) & 0xffffff;
  }

  /// The `kind_flag`: signed for enums, union for forwards, "members may be bit-fields" for
  /// structs.
  public boolean kindFlag(int id) {
    return id != 0 && info(id) < 0;
  }

  /// The union of `size` and `type` in `struct btf_type`: bytes or a type id, as the kind has it.
  public int sizeOrType(int id) {
    return id == 0 ? 0 : word(id, 2);
  }

  /// The type's own name; empty where it has none.
  public String name(int id) {
    return id == 0 ? "" : string(word(id, 0));
  }

  /// The word behind a `BTF_KIND_INT`: encoding, offset, bits.
  public int intData(int id) {
    return word(id, HEADER_WORDS);
  }

  /// Type id of an array's elements.
  public int arrayElement(int id) {
    return word(id, HEADER_WORDS);
  }

  /// Number of an array's elements, unsigned.
  public int arrayCount(int id) {
    return word(id, HEADER_WORDS + 2);
  }

  /// Name of a struct's or union's member; empty for anonymous ones.
  public String memberName(int id, int member) {
    return string(element(id, member, 3, 0));
  }

  /// Type id of a member.
  public int memberType(int id, int member) {
    return element(id, member, 3, 1);
  }

  /// Where a member begins, in bits from the start of the struct.
  public int memberBitOffset(int id, int member) {
    int offset = element(id, member, 3, 2);
    return kindFlag(id) ? offset & 0xffffff : offset;
  }

  /// Bits of a bit-field; 0 for other members, and for all members of BTF that came before
  /// bit-field sizes.
  public int memberBitSize(int id, int member) {
    return kindFlag(id) ? element(id, member, 3, 2) >>> 24 : 0;
  }

  /// Name of an enumerator.
  public String enumName(int id, int index) {
    return string(element(id, index, kind(id) == BtfKind.ENUM64 ? 3 : 2, 0));
  }

  /// The enumerator with a name, by number, or -1.
  public int findEnumerator(int id, String name) {
    int size = kind(id) == BtfKind.ENUM64 ? 3 : 2;
    for (int i = 0; i < vlen(id); i++) {
      if (nameIs(element(id, i, size, 0), name)) {
        return i;
      }
    }
    return -1;
  }

  /// Value of an enumerator, signed or not as [#enumSigned] says.
  public long enumValue(int id, int index) {
    if (kind(id) == BtfKind.ENUM64) {
      return Integer.toUnsignedLong(element(id, index, 3, 1))
          | (long) element(id, index, 3, 2) << 32;
    }
    int value = element(id, index, 2, 1);
    return value >= 0 || enumSigned(id) ? value : Integer.toUnsignedLong(value);
  }

  /// Whether an enumeration is signed: its `kind_flag` since 6089fb325cf7 ("bpf: Add btf enum64
  /// support"), v6.0. Before, the flag was always clear; then an enum is signed if it has a small
  /// negative value, such as -1.
  public boolean enumSigned(int id) {
    if (kindFlag(id)) {
      return true;
    }
    if (kind(id) != BtfKind.ENUM) {
      return false;
    }
    for (int i = 0; i < vlen(id); i++) {
      int value = element(id, i, 2, 1);
      if (value < 0 && value >= SMALL_NEGATIVE) {
        return true;
      }
    }
    return false;
  }

  /// Name of a function's parameter; empty for unnamed ones and for the `...` at the end.
  public String paramName(int id, int index) {
    return string(element(id, index, 2, 0));
  }

  /// Type id of a parameter; 0 in the last place means `...`.
  public int paramType(int id, int index) {
    return element(id, index, 2, 1);
  }

  /// Type id (of a `VAR`) of an entry in a `DATASEC`.
  public int sectionVariable(int id, int index) {
    return element(id, index, 3, 0);
  }

  /// Offset of an entry in its section; for `.data..percpu` from the start of the per-CPU area.
  public long sectionOffset(int id, int index) {
    return Integer.toUnsignedLong(element(id, index, 3, 1));
  }

  /// Size of an entry of a section, in bytes.
  public long sectionSize(int id, int index) {
    return Integer.toUnsignedLong(element(id, index, 3, 2));
  }

  /// The first type of a kind and name in this blob, else in its base; 0 where there is none.
  public int find(int kind, String name) {
    int id = findOwn(kind, name, 0);
    return id == 0 && base != null ? base.find(kind, name) : id;
  }

  /// The next type of a kind and name in this blob alone, with an id above `after`; 0 where there
  /// is none. Kernels do have several types of one name.
  public int findOwn(int kind, String name, int after) {
    if (kind >= Integer.SIZE || name.isEmpty()) {
      return 0;
    }
    if ((TYPE_NAMES >>> kind & 1) != 0) {
      BtfNames names = typeNames;
      if (names == null) {
        names = new BtfNames(this, TYPE_NAMES, named);
        typeNames = names;
      }
      return names.find(kind, name, after);
    }
    if (kind == BtfKind.FUNC) {
      BtfNames names = functionNames;
      if (names == null) {
        names = new BtfNames(this, FUNCTION_NAMES, functions);
        functionNames = names;
      }
      return names.find(kind, name, after);
    }
    return 0;
  }

  /// Kind of a type known to be in this blob; cheaper than [#kind].
  int ownKind(int id) {
    return words[starts[id - firstId] + 1] >>> 24 & 0x7f;
  }

  int ownNameOffset(int id) {
    return words[starts[id - firstId]];
  }

  /// [String#hashCode] of the string at an offset.
  int hashAt(int offset) {
    byte[] bytes = strings;
    int at = offset - firstString;
    if (at < 0 && base != null) {
      return base.hashAt(offset);
    }
    int hash = 0;
    if (at >= 0) {
      int limit = Math.min(bytes.length, at + MAX_NAME);
      for (; at < limit && bytes[at] != 0; at++) {
        hash = hash * 31 + (bytes[at] & 0xff);
      }
    }
    return hash;
  }

  boolean nameIs(int offset, String name) {
    int at = offset - firstString;
    if (at < 0) {
      return base != null && base.nameIs(offset, name);
    }
    int length = name.length();
    if (at >= strings.length - length || length > MAX_NAME || strings[at + length] != 0) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if ((strings[at + i] & 0xff) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String string(int offset) {
    int at = offset - firstString;
    if (at < 0 && base != null) {
      return base.string(offset);
    }
    if (at < 0 || at >= strings.length) {
      throw new MalformedInput(
          source, -1, "a name within " + strings.length + " bytes", "name at " + offset);
    }
    int end = at;
    while (end < strings.length && strings[end] != 0) {
      end++;
    }
    return new String(strings, at, end - at, StandardCharsets.ISO_8859_1);
  }

  private int info(int id) {
    return word(id, 1);
  }

  private int word(int id, int index) {
    int own = id - firstId;
    if (own < 0 && id > 0 && base != null) {
      return base.word(id, index);
    }
    if (own < 0 || own >= count) {
      throw new MalformedInput(
          source, -1, "a type id below " + endId(), "type id " + Integer.toUnsignedString(id));
    }
    return words[starts[own] + index];
  }

  private int element(int id, int index, int size, int field) {
    if (index < 0 || index >= vlen(id)) {
      throw new IndexOutOfBoundsException(index + " of " + vlen(id) + " in type " + id);
    }
    return word(id, HEADER_WORDS + index * size + field);
  }
}
