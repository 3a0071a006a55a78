package org.inquest.engine.code;

/// One operand of an [Instruction], in the order of the vendor's manual (the destination first).
/// Filled anew by each decode.
///
/// Registers are the architecture's numbers; [RegisterNames] has their names. A part of a register
/// is the register's number with a smaller [#size]: `eax` is `rax` with size 4.
public final class Operand {
  /// No register: a memory operand without base or index.
  public static final int NO_REGISTER = -1;

  /// What an operand is.
  public enum Kind {
    /// There is none at this place.
    NONE,
    /// [#register], [#size].
    REGISTER,
    /// The bytes at `segment: base + index * scale + displacement`.
    MEMORY,
    /// [#value], sign-extended as the instruction does.
    IMMEDIATE,
    /// [#value] is the address that a jump or call goes to, or that an instruction relative to the
    /// program counter yields (A64's `adr`).
    TARGET,
    /// Something of the architecture's own, with its code in [#value]: a condition, a system
    /// register, a barrier's domain.
    OTHER
  }

  // Ordinals instead of references: storing those would cost the garbage collector's barrier.
  private static final Kind[] KINDS = Kind.values();
  private static final Access[] ACCESSES = Access.values();

  private int kind;
  private int access;
  private int size;
  private int register;
  private long value;
  private int segment;
  private int base;
  private int index;
  private int scale;
  private int detail;

  Operand() {}

  public Kind kind() {
    return KINDS[kind];
  }

  public Access access() {
    return ACCESSES[access];
  }

  /// Bytes read or written; of an immediate: bytes of the operation it takes part in. 0 where it
  /// has no size of its own, as the address of `lea` or the area of `xsave`.
  public int size() {
    return size;
  }

  public boolean isRegister() {
    return kind == Kind.REGISTER.ordinal();
  }

  public boolean isMemory() {
    return kind == Kind.MEMORY.ordinal();
  }

  /// The register of a [Kind#REGISTER].
  public int register() {
    return register;
  }

  /// The value of an [Kind#IMMEDIATE], the address of a [Kind#TARGET], the code of an [Kind#OTHER].
  public long value() {
    return value;
  }

  /// Segment register of a memory operand, or [#NO_REGISTER] where none was named; `fs` and `gs`
  /// are the ones that matter in 64-bit code (the kernel's per-CPU area is behind `gs`).
  public int segment() {
    return segment;
  }

  /// Base register of a memory operand or [#NO_REGISTER]. The program counter where the address is
  /// relative to it: [#displacement] then is the resolved address, and the base adds nothing.
  public int base() {
    return base;
  }

  /// Index register of a memory operand or [#NO_REGISTER].
  public int index() {
    return index;
  }

  /// What the index is multiplied with: 1, 2, 4, 8 (A64: `1 << shift`). 1 without an index.
  public int scale() {
    return scale;
  }

  /// Signed; the whole address where the base is the program counter.
  public long displacement() {
    return value;
  }

  /// The architecture's own: a mask register and rounding (AVX-512), a shift or extension,
  /// write-back (A64). See its decoder.
  public int detail() {
    return detail;
  }

  /// Whether a memory operand's address is a number known from the instruction alone.
  public boolean isAbsolute(int programCounter) {
    return kind == Kind.MEMORY.ordinal()
        && index == NO_REGISTER
        && (base == NO_REGISTER || base == programCounter);
  }

  /// For decoders: there is no operand here.
  public void none() {
    kind = Kind.NONE.ordinal();
    access = Access.NONE.ordinal();
  }

  /// For decoders: a register.
  public void register(int number, int bytes, Access how) {
    kind = Kind.REGISTER.ordinal();
    register = number;
    size = bytes;
    access = how.ordinal();
    detail = 0;
  }

  /// For decoders: a number.
  public void immediate(long number, int bytes) {
    kind = Kind.IMMEDIATE.ordinal();
    value = number;
    size = bytes;
    access = Access.READ.ordinal();
    detail = 0;
  }

  /// For decoders: an address that control goes to or that the program counter yields.
  public void target(long address) {
    kind = Kind.TARGET.ordinal();
    value = address;
    size = 0;
    access = Access.NONE.ordinal();
    detail = 0;
  }

  /// For decoders: something of the architecture's own.
  public void other(long code, int bytes, Access how) {
    kind = Kind.OTHER.ordinal();
    value = code;
    size = bytes;
    access = how.ordinal();
    detail = 0;
  }

  /// For decoders: memory.
  ///
  /// @param segmentRegister and the other two: register or [#NO_REGISTER]
  public void memory(
      int segmentRegister,
      int baseRegister,
      int indexRegister,
      int indexScale,
      long offset,
      int bytes,
      Access how) {
    kind = Kind.MEMORY.ordinal();
    segment = segmentRegister;
    base = baseRegister;
    index = indexRegister;
    scale = indexScale;
    value = offset;
    size = bytes;
    access = how.ordinal();
    detail = 0;
  }

  /// For decoders: another value, or the final displacement of a memory operand once the
  /// instruction's end is known.
  public void displacement(long offset) {
    value = offset;
  }

  /// For decoders: another access.
  public void access(Access how) {
    access = how.ordinal();
  }

  /// For decoders: the index of a memory operand, after the methods above.
  public void index(int number, int times) {
    index = number;
    scale = times;
  }

  /// For decoders: another size.
  public void size(int bytes) {
    size = bytes;
  }

  /// For decoders: the architecture's own, after one of the methods above.
  public void detail(int bits) {
    detail = bits;
  }

  void copyFrom(Operand other) {
    kind = other.kind;
    access = other.access;
    size = other.size;
    register = other.register;
    value = other.value;
    segment = other.segment;
    base = other.base;
    index = other.index;
    scale = other.scale;
    detail = other.detail;
  }
}
