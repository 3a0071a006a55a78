package org.inquest.diagnose.fault;

import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.diagnose.value.Errno;
import org.inquest.diagnose.value.KernelAreas;
import org.inquest.diagnose.value.Machine;
import org.inquest.diagnose.value.Poison;
import org.inquest.diagnose.value.Value;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.task.Task;

/// What kind of address it is that could not be accessed.
///
/// @param kind which
/// @param words as the object of a sentence: "wrote to *offset 24 (0x18) of a NULL pointer*"
public record AddressMeaning(Kind kind, String words) {

  /// Kinds of addresses.
  public enum Kind {
    /// Within the first page: NULL and a member's offset.
    NULL,
    /// The last 4095 addresses: an error number where a pointer should be.
    ERROR,
    /// See [Poison].
    POISON,
    /// KASAN's shadow of an address near NULL.
    KASAN_SHADOW,
    /// Neither kernel nor user half.
    NON_CANONICAL,
    /// User half.
    USER,
    /// Below a task's kernel stack.
    STACK_GUARD,
    /// Kernel half.
    KERNEL
  }

  private static final long PAGE = 4096;
  private static final long MAX_ERRNO = 4095;
  private static final long KASAN_OFFSET = Machine.X86_64.kasanOffset();

  /// Explains an address by the pointer that led to it, where that is NULL or an error number.
  static Optional<AddressMeaning> ofPointer(UsedPointer pointer) {
    long value = pointer.value();
    long offset = pointer.offset();
    String of = offset == 0 ? "" : "offset " + offset + " (" + signed(offset) + ") of ";
    if (value == 0) {
      return Optional.of(new AddressMeaning(Kind.NULL, of + "a NULL pointer"));
    }
    return value < 0 && value >= -MAX_ERRNO
        ? Optional.of(new AddressMeaning(Kind.ERROR, of + "the error pointer " + error(value)))
        : Optional.empty();
  }

  private static String signed(long offset) {
    return (offset < 0 ? "-" : "") + hex(Math.abs(offset));
  }

  /// `ERR_PTR(-12) (ENOMEM)`.
  private static String error(long value) {
    return "ERR_PTR(" + value + ") (" + Errno.name((int) -value) + ")";
  }

  /// Explains an address.
  ///
  /// @param task whose kernel stack may have been left
  public static AddressMeaning of(long address, Optional<Target> target, Optional<Task> task) {
    if (Long.compareUnsigned(address, PAGE) < 0) {
      return new AddressMeaning(
          Kind.NULL,
          address == 0
              ? "a NULL pointer"
              : "offset " + address + " (0x" + Long.toHexString(address) + ") of a NULL pointer");
    }
    if (address < 0 && address >= -MAX_ERRNO) {
      return new AddressMeaning(
          Kind.ERROR,
          "0x"
              + Long.toHexString(address)
              + ", which is the error pointer "
              + error(address)
              + " or a little below NULL");
    }
    Optional<Poison> poison = Poison.find(address);
    if (poison.isPresent()) {
      Poison p = poison.get();
      return new AddressMeaning(Kind.POISON, hex(address) + ", " + p.place() + ": " + p.words());
    }
    long shadow = address - KASAN_OFFSET;
    if (Long.compareUnsigned(shadow, PAGE / 8) < 0) {
      return new AddressMeaning(
          Kind.KASAN_SHADOW,
          hex(address) + ", KASAN's shadow of the addresses near NULL + " + hex(shadow << 3));
    }
    if (!canonical(address, target)) {
      return new AddressMeaning(
          Kind.NON_CANONICAL,
          hex(address)
              + ", which is no address (not canonical)"
              + text(address).map(t -> " but text: \"" + t + "\"").orElse(""));
    }
    if (address > 0) {
      return new AddressMeaning(Kind.USER, hex(address) + ", an address of user space");
    }
    return kernel(address, target, task);
  }

  /// Explains an address of a kernel of which only a log is left.
  ///
  /// @param areas of that kernel's machine
  static AddressMeaning ofLog(long address, KernelAreas areas) {
    Value value = Value.of(address, areas);
    return switch (value) {
      case Value.Zero _ -> new AddressMeaning(Kind.NULL, "a NULL pointer");
      case Value.Small small ->
          new AddressMeaning(
              Kind.NULL,
              "offset " + small.number() + " (" + hex(small.number()) + ") of a NULL pointer");
      case Value.ErrorPointer _ -> meaning(Kind.ERROR, address, ", which is ", value);
      case Value.Poisoned _ -> meaning(Kind.POISON, address, ", ", value);
      case Value.KasanShadow _ -> meaning(Kind.KASAN_SHADOW, address, ", ", value);
      case Value.NonCanonical _ -> meaning(Kind.NON_CANONICAL, address, ", which is ", value);
      case Value.Text _ ->
          areas.canonical(address)
              ? meaning(Kind.USER, address, ", which may be ", value)
              : meaning(
                  Kind.NON_CANONICAL, address, ", which is no address (not canonical) but ", value);
      case Value.User _ ->
          new AddressMeaning(Kind.USER, hex(address) + ", an address of user space");
      case Value.Kernel _ -> meaning(Kind.KERNEL, address, ", ", value);
    };
  }

  private static AddressMeaning meaning(Kind kind, long address, String link, Value value) {
    return new AddressMeaning(kind, hex(address) + link + value.words());
  }

  /// Eight characters, as memory has them: what was written over the pointer, or never was one.
  private static Optional<String> text(long value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Long.BYTES; i++) {
      int c = (int) (value >>> 8 * i) & 0xff;
      if (c < ' ' || c > '~') {
        return Optional.empty();
      }
      text.append((char) c);
    }
    return Optional.of(text.toString());
  }

  private static boolean canonical(long address, Optional<Target> target) {
    int bits = target.map(t -> t.kernelMap().levels()).orElse(4) > 4 ? 57 : 48;
    long high = address >> bits - 1;
    return high == 0 || high == -1;
  }

  private static AddressMeaning kernel(long address, Optional<Target> target, Optional<Task> task) {
    if (task.isPresent() && task.get().stack() != 0) {
      long below = task.get().stack() - address;
      if (below > 0 && below <= PAGE) {
        return new AddressMeaning(
            Kind.STACK_GUARD,
            hex(address) + ", " + below + " bytes below the kernel stack of " + task.get().title());
      }
    }
    String mapped = target.map(t -> mapped(t, address)).orElse("");
    String named = target.flatMap(t -> named(t, address)).map(n -> " (" + n + ")").orElse("");
    return new AddressMeaning(
        Kind.KERNEL, "kernel address " + hex(address) + named + area(address, target) + mapped);
  }

  private static Optional<String> named(Target target, long address) {
    Optional<Symbol> symbol = target.symbols().at(address);
    return symbol.map(s -> s.describe(address));
  }

  private static String mapped(Target target, long address) {
    try {
      target.memory().translate(address);
      return "";
    } catch (MemoryFault e) {
      return e.reason() == MemoryFault.Reason.NOT_MAPPED ? ", where nothing is mapped" : "";
    }
  }

  /// x86-64's regions, whose starts are variables since KASLR moves them
  /// (arch/x86/kernel/head64.c); other machines do not have these symbols.
  private static String area(long address, Optional<Target> target) {
    OptionalLong vmalloc = target.map(t -> base(t, "vmalloc_base")).orElse(OptionalLong.empty());
    OptionalLong vmemmap = target.map(t -> base(t, "vmemmap_base")).orElse(OptionalLong.empty());
    if (vmalloc.isEmpty() || vmemmap.isEmpty()) {
      return "";
    }
    boolean above = Long.compareUnsigned(address, vmalloc.getAsLong()) >= 0;
    boolean under = Long.compareUnsigned(address, vmemmap.getAsLong()) < 0;
    return above && under ? " in the vmalloc area" : "";
  }

  private static OptionalLong base(Target target, String name) {
    OptionalLong at = target.symbols().findAddress(name);
    return at.isPresent() ? target.memory().findLong(at.getAsLong()) : at;
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
