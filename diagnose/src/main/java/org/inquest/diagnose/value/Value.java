package org.inquest.diagnose.value;

import java.util.Optional;

/// What a value is, told from its bits alone. One of several meanings may be possible; the one is
/// taken that the fewest other values would share.
public sealed interface Value {

  /// For a sentence, without the value itself: `LIST_POISON1 + 0x8: the entry was ...`.
  String words();

  /// 0.
  record Zero() implements Value {
    @Override
    public String words() {
      return "NULL";
    }
  }

  /// Less than a page: a number, or the offset of a member from NULL.
  record Small(long number) implements Value {
    @Override
    public String words() {
      return "the number " + number + ", or NULL + 0x" + Long.toHexString(number);
    }
  }

  /// `ERR_PTR()`: one of the last 4095 values (include/linux/err.h).
  ///
  /// @param number positive error number
  record ErrorPointer(int number) implements Value {
    @Override
    public String words() {
      return "ERR_PTR(-" + number + ") (" + Errno.name(number) + "), or a little below NULL";
    }
  }

  /// See [Poison].
  record Poisoned(Poison poison) implements Value {
    @Override
    public String words() {
      return poison.place() + ": " + poison.words();
    }
  }

  /// An address in KASAN's shadow of addresses that the kernel has no business with.
  ///
  /// @param of the first of the eight bytes that it is the shadow of
  /// @param meaning of that address
  record KasanShadow(long of, Value meaning) implements Value {
    @Override
    public String words() {
      return of == 0
          ? "KASAN's shadow of NULL"
          : "KASAN's shadow of 0x" + Long.toHexString(of) + ", " + meaning.words();
    }
  }

  /// Printable characters, as memory has them: something was written over a pointer.
  record Text(String text) implements Value {
    @Override
    public String words() {
      return "text: \"" + text + "\"";
    }
  }

  /// Neither in the lower nor in the upper half of the address space.
  record NonCanonical() implements Value {
    @Override
    public String words() {
      return "no address (not canonical)";
    }
  }

  /// In the lower half, where user space is; most numbers are there too.
  record User() implements Value {
    @Override
    public String words() {
      return "a number, or an address of user space";
    }
  }

  /// In an area of the kernel's address space.
  record Kernel(KernelAreas.Area area) implements Value {
    @Override
    public String words() {
      return area.sure() ? area.name() : "likely " + area.name();
    }
  }

  /// Explains a value.
  static Value of(long value, KernelAreas areas) {
    Machine machine = areas.machine();
    long wide = machine.widen(value);
    if (wide == 0) {
      return new Zero();
    }
    Optional<Poison> poison = Poison.find(value, machine);
    if (poison.isPresent() && (machine.bits() == 64 || value >= 4096)) {
      return new Poisoned(poison.get());
    }
    if (wide > 0 && wide < 4096) {
      return new Small(wide);
    }
    if (wide < 0 && wide >= -4095) {
      return new ErrorPointer((int) -wide);
    }
    return shadow(value, areas)
        .or(() -> text(value, areas).map(Text::new))
        .orElseGet(() -> place(value, areas));
  }

  private static Value place(long value, KernelAreas areas) {
    Optional<KernelAreas.Area> area = areas.find(value);
    if (area.isPresent()) {
      return new Kernel(area.get());
    }
    return areas.canonical(value) ? new User() : new NonCanonical();
  }

  /// The shadow of user addresses is where no address is; the shadow of poison too. That of kernel
  /// addresses is an area of its own.
  private static Optional<Value> shadow(long value, KernelAreas areas) {
    long offset = areas.machine().kasanOffset();
    if (offset == 0 || areas.canonical(value)) {
      return Optional.empty();
    }
    long shadow = value - offset;
    long original = shadow << 3;
    if (shadow >>> 61 != 0) {
      return Optional.empty();
    }
    if (original >>> 47 == 0) {
      return Optional.of(
          new KasanShadow(
              original,
              original == 0 ? new Zero() : original < 4096 ? new Small(original) : new User()));
    }
    return Poison.find(original, areas.machine())
        .map(poison -> new KasanShadow(original, new Poisoned(poison)));
  }

  /// All characters of a register, or all but a closing NUL.
  static Optional<String> text(long value, KernelAreas areas) {
    int bytes = areas.machine().bits() / 8;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes; i++) {
      int c = (int) (value >>> 8 * i) & 0xff;
      if (c == 0 && i == bytes - 1 && bytes == 8) {
        break;
      }
      if (c < ' ' || c > '~') {
        return Optional.empty();
      }
      text.append((char) c);
    }
    return Optional.of(text.toString());
  }
}
