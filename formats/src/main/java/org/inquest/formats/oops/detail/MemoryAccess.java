package org.inquest.formats.oops.detail;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The access that KASAN or KFENCE stopped, and the object it was to: `describe_object_addr()` (mm/
/// kasan/report.c), `kfence_report_error()` (mm/kfence/report.c).
///
/// @param write whether it was a write; else a read or a free
/// @param size bytes; 0 where the report does not say, as for a free
/// @param address that was accessed
/// @param cache the object's: `kmalloc-64`; empty where it belongs to none
/// @param objectSize bytes; 0 where it is not told
/// @param object the object's first address
/// @param offset of the access from the object's first byte: negative before it, beyond
///   `objectSize` behind it
/// @param allocatedBy PID of the task that allocated the object, -1 where it is not told
/// @param freedBy PID of the task that freed it, -1 where it is not told
public record MemoryAccess(
    boolean write,
    int size,
    OptionalLong address,
    String cache,
    int objectSize,
    OptionalLong object,
    OptionalLong offset,
    int allocatedBy,
    int freedBy)
    implements Detail {
  private static final Pattern ACCESS =
      Pattern.compile("^(Read|Write) of size (\\d{1,9})(?: at addr ([0-9a-f]{4,16}))?");
  private static final Pattern OLD_ACCESS =
      Pattern.compile("on address ([0-9a-f]{4,16})|at addr ([0-9a-f]{4,16})");
  private static final Pattern KFENCE_ACCESS =
      Pattern.compile("(?:(read|write)|[Ii]nvalid free of|Corrupted memory) at 0x([0-9a-f]{4,16})");
  private static final Pattern FREE = Pattern.compile("^Free of addr ([0-9a-f]{4,16})");
  private static final Pattern OBJECT =
      Pattern.compile("belongs to the object at ([0-9a-f]{4,16})|^Object at ([0-9a-f]{4,16})");
  private static final Pattern CACHE =
      Pattern.compile(
          "belongs to the cache (\\S{1,64}) of size (\\d{1,9})|in cache (\\S{1,64}) size: (\\d{1,9})");
  private static final Pattern KFENCE_OBJECT =
      Pattern.compile(
          "^kfence-#\\d+[^:]*: 0x([0-9a-f]{4,16})-0x[0-9a-f]+, size=(\\d{1,9}), cache=(\\S{1,64})");
  private static final Pattern PLACE =
      Pattern.compile(
          "is located (\\d{1,9}) bytes (inside of|to the right of|to the left of|before|after)"
              + "|\\((\\d{1,9})B (left|right) of kfence");
  private static final Pattern ALLOCATED = Pattern.compile("^[Aa]llocated by task (\\d{1,9})");
  private static final Pattern FREED = Pattern.compile("^[Ff]reed by task (\\d{1,9})");

  /// Reads it; empty where the report is of another family.
  static Optional<MemoryAccess> of(List<String> lines) {
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (!first.contains("BUG: KASAN: ") && !first.contains("BUG: KFENCE: ")) {
      return Optional.empty();
    }
    Optional<Matcher> access = Lines.find(lines, ACCESS);
    Optional<Matcher> kfence = Lines.find(lines, KFENCE_ACCESS);
    boolean write =
        access.map(it -> it.group(1).equals("Write")).orElse(false)
            || kfence.map(it -> "write".equals(it.group(1))).orElse(false)
            || first.contains(" write ");
    OptionalLong address =
        Lines.hex(access, 3)
            .or(() -> Lines.hex(Lines.find(lines, FREE), 1))
            .or(() -> Lines.hex(kfence, 2))
            .or(() -> Lines.hex(Lines.find(lines, OLD_ACCESS), 1, 2))
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty());
    Optional<Matcher> pool = Lines.find(lines, KFENCE_OBJECT);
    Optional<Matcher> cache = Lines.find(lines, CACHE);
    OptionalLong object =
        Lines.hex(pool, 1)
            .or(() -> Lines.hex(Lines.find(lines, OBJECT), 1, 2))
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty());
    int objectSize = Lines.number(pool, 2).or(() -> Lines.number(cache, 2, 4)).orElse(0);
    return Optional.of(
        new MemoryAccess(
            write,
            Lines.number(access, 2).orElse(0),
            address,
            Lines.group(pool, 3).or(() -> Lines.group(cache, 1, 3)).orElse(""),
            objectSize,
            object,
            offset(lines, address, object),
            Lines.number(Lines.find(lines, ALLOCATED), 1).orElse(-1),
            Lines.number(Lines.find(lines, FREED), 1).orElse(-1)));
  }

  /// From the two addresses; where the object's is not told, from the sentence, which is about the
  /// object's allocated part.
  private static OptionalLong offset(
      List<String> lines, OptionalLong address, OptionalLong object) {
    if (address.isPresent() && object.isPresent()) {
      return OptionalLong.of(address.getAsLong() - object.getAsLong());
    }
    Optional<Matcher> place = Lines.find(lines, PLACE);
    Optional<Integer> bytes = Lines.number(place, 1, 3);
    if (bytes.isEmpty()) {
      return OptionalLong.empty();
    }
    return switch (Lines.group(place, 2, 4).orElse("")) {
      case "inside of" -> OptionalLong.of(bytes.get());
      case "to the left of", "before", "left" -> OptionalLong.of(-bytes.get());
      default -> OptionalLong.empty();
    };
  }

  /// Where the access was, a clause.
  public String words() {
    if (offset.isEmpty() || objectSize == 0) {
      return "";
    }
    long at = offset.getAsLong();
    String object = "an object of " + objectSize + " bytes of " + cache;
    if (at < 0) {
      return -at + " bytes before " + object;
    }
    return at < objectSize
        ? at + " bytes into " + object
        : at - objectSize + " bytes behind " + object;
  }
}
