package org.inquest.engine.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.inquest.formats.btf.Btf;
import org.inquest.formats.btf.BtfKind;
import org.inquest.formats.fault.MalformedInput;
import org.jspecify.annotations.Nullable;

/// The types of a BTF blob. Each is made when first asked for, and then kept.
public final class BtfTypes implements TypeSource {
  /// Links from a pointer through typedefs and qualifiers to what they are of. In a forged blob
  /// they may go in circles.
  private static final int MAX_CHAIN = 64;

  private static final int INT_SIGNED = 1;
  private static final int INT_CHAR = 2;
  private static final int INT_BOOL = 4;

  private final Btf btf;
  private final @Nullable BtfTypes base;
  private @Nullable Type[] made;

  private BtfTypes(Btf btf, @Nullable BtfTypes base) {
    this.btf = btf;
    this.base = base;
    this.made = new Type[Math.min(1024, btf.endId() - btf.firstId())];
  }

  /// The types of a kernel.
  public static BtfTypes of(Btf btf) {
    return new BtfTypes(btf, null);
  }

  /// The types of a module.
  ///
  /// @param btf split, with the BTF of `base` as its base
  public static BtfTypes split(Btf btf, BtfTypes base) {
    return new BtfTypes(btf, base);
  }

  /// The BTF behind these types, for splitting a module's off it.
  public Btf btf() {
    return btf;
  }

  @Override
  public Optional<Type> find(Tag tag, String name) {
    int id =
        switch (tag) {
          case STRUCT -> btf.find(BtfKind.STRUCT, name);
          case UNION -> btf.find(BtfKind.UNION, name);
          case ENUM -> first(BtfKind.ENUM, BtfKind.ENUM64, name);
          case ORDINARY -> {
            int base = first(BtfKind.TYPEDEF, BtfKind.INT, name);
            yield base == 0 ? btf.find(BtfKind.FLOAT, name) : base;
          }
        };
    return id == 0 ? Optional.empty() : Optional.of(load(id));
  }

  private int first(int kind, int otherKind, String name) {
    int id = btf.find(kind, name);
    return id == 0 ? btf.find(otherKind, name) : id;
  }

  @Override
  public Optional<FunctionType> function(String name) {
    int id = btf.find(BtfKind.FUNC, name);
    return id != 0 && load(btf.sizeOrType(id)) instanceof FunctionType type
        ? Optional.of(type)
        : Optional.empty();
  }

  @Override
  public Optional<Type> variable(String name) {
    int id = btf.find(BtfKind.VAR, name);
    return id == 0 ? Optional.empty() : Optional.of(load(btf.sizeOrType(id)));
  }

  @Override
  public OptionalLong constant(String enumerator) {
    for (int id = btf.firstId(); id < btf.endId(); id++) {
      int kind = btf.kind(id);
      if (kind == BtfKind.ENUM || kind == BtfKind.ENUM64) {
        int index = btf.findEnumerator(id, enumerator);
        if (index >= 0) {
          return OptionalLong.of(btf.enumValue(id, index));
        }
      }
    }
    return base == null ? OptionalLong.empty() : base.constant(enumerator);
  }

  @Override
  public Optional<EnumType> enumeration(String enumerator) {
    for (int id = btf.firstId(); id < btf.endId(); id++) {
      int kind = btf.kind(id);
      if ((kind == BtfKind.ENUM || kind == BtfKind.ENUM64)
          && btf.findEnumerator(id, enumerator) >= 0) {
        return Optional.of(enumeration(id));
      }
    }
    return base == null ? Optional.empty() : base.enumeration(enumerator);
  }

  @Override
  public void structs(Consumer<Type> each) {
    for (int id = btf.firstId(); id < btf.endId(); id++) {
      int kind = btf.kind(id);
      boolean struct = kind == BtfKind.STRUCT || kind == BtfKind.UNION;
      if (struct ? !btf.name(id).isEmpty() : kind == BtfKind.TYPEDEF && isNameless(id)) {
        each.accept(load(id));
      }
    }
  }

  private boolean isNameless(int typedef) {
    return load(typedef) instanceof TypedefType type
        && type.target() instanceof StructType struct
        && struct.tag().isEmpty();
  }

  // Named classes, not lambdas: these are made before the first verdict, and a lambda's first use
  // in a cold JVM takes
  // milliseconds.

  private record MembersOf(BtfTypes types, int id) implements Supplier<List<Member>> {
    @Override
    public List<Member> get() {
      return types.members(id);
    }
  }

  private record EnumeratorsOf(BtfTypes types, int id)
      implements Supplier<List<EnumType.Enumerator>> {
    @Override
    public List<EnumType.Enumerator> get() {
      return types.enumerators(id);
    }
  }

  private Type load(int id) {
    return load(id, 0);
  }

  private Type load(int id, int depth) {
    if (id == 0) {
      return VoidType.VOID;
    }
    if (base != null && id > 0 && id < btf.firstId()) {
      return base.load(id, depth);
    }
    // Asking for the kind also checks the id.
    int kind = btf.kind(id);
    int slot = id - btf.firstId();
    synchronized (this) {
      if (slot < made.length && made[slot] instanceof Type known) {
        return known;
      }
    }
    if (depth == MAX_CHAIN) {
      throw new MalformedInput(btf.source(), -1, "a type", "a circle of types at id " + id);
    }
    Type type = make(id, kind, depth + 1);
    synchronized (this) {
      if (slot >= made.length) {
        made = Arrays.copyOf(made, Math.max(slot + 1, made.length * 2));
      } else if (made[slot] instanceof Type known) {
        return known;
      }
      made[slot] = type;
      return type;
    }
  }

  private Type make(int id, int kind, int depth) {
    return switch (kind) {
      case BtfKind.INT -> integer(id);
      case BtfKind.FLOAT -> new FloatType(btf.name(id), btf.sizeOrType(id) & 0xffffffffL);
      case BtfKind.PTR -> new PointerType(load(btf.sizeOrType(id), depth));
      case BtfKind.ARRAY ->
          new ArrayType(load(btf.arrayElement(id), depth), btf.arrayCount(id) & 0xffffffffL);
      case BtfKind.STRUCT, BtfKind.UNION ->
          new StructType(
              kind == BtfKind.UNION,
              btf.name(id),
              btf.sizeOrType(id) & 0xffffffffL,
              new MembersOf(this, id));
      case BtfKind.ENUM, BtfKind.ENUM64 -> enumeration(id);
      case BtfKind.FWD -> new ForwardType(btf.kindFlag(id), btf.name(id));
      case BtfKind.TYPEDEF -> new TypedefType(btf.name(id), load(btf.sizeOrType(id), depth));
      case BtfKind.CONST -> new QualifiedType("const", load(btf.sizeOrType(id), depth));
      case BtfKind.VOLATILE -> new QualifiedType("volatile", load(btf.sizeOrType(id), depth));
      case BtfKind.RESTRICT -> new QualifiedType("restrict", load(btf.sizeOrType(id), depth));
      case BtfKind.TYPE_TAG -> new QualifiedType("", load(btf.sizeOrType(id), depth));
      case BtfKind.FUNC_PROTO -> function(id, depth);
      // Kinds that are no types (sections, tags), and kinds this program does not know yet.
      default -> VoidType.VOID;
    };
  }

  private IntType integer(int id) {
    int encoding = btf.intData(id) >>> 24;
    return IntType.recorded(
        btf.name(id),
        btf.sizeOrType(id) & 0xffffffffL,
        (encoding & INT_SIGNED) != 0,
        (encoding & INT_CHAR) != 0,
        (encoding & INT_BOOL) != 0);
  }

  private EnumType enumeration(int id) {
    int size = Math.min(8, Math.max(1, btf.sizeOrType(id)));
    return new EnumType(btf.name(id), size, btf.enumSigned(id), new EnumeratorsOf(this, id));
  }

  private FunctionType function(int id, int depth) {
    int count = btf.vlen(id);
    boolean variadic =
        count > 0 && btf.paramType(id, count - 1) == 0 && btf.paramName(id, count - 1).isEmpty();
    List<FunctionType.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < (variadic ? count - 1 : count); i++) {
      parameters.add(
          new FunctionType.Parameter(btf.paramName(id, i), load(btf.paramType(id, i), depth)));
    }
    return new FunctionType(load(btf.sizeOrType(id), depth), List.copyOf(parameters), variadic);
  }

  private List<Member> members(int id) {
    int count = btf.vlen(id);
    Member[] out = new Member[count];
    for (int i = 0; i < count; i++) {
      out[i] =
          new Member(
              btf.memberName(id, i),
              load(btf.memberType(id, i)),
              btf.memberBitOffset(id, i) & 0xffffffffL,
              Math.min(64, btf.memberBitSize(id, i)));
    }
    return List.of(out);
  }

  private List<EnumType.Enumerator> enumerators(int id) {
    int count = btf.vlen(id);
    EnumType.Enumerator[] out = new EnumType.Enumerator[count];
    for (int i = 0; i < count; i++) {
      out[i] = new EnumType.Enumerator(btf.enumName(id, i), btf.enumValue(id, i));
    }
    return List.of(out);
  }
}
