package org.inquest.engine.debug.name;

import java.util.Optional;
import org.inquest.engine.type.TypeSource;

/// What a name is the name of. C keeps most of them apart: `struct page` and a function `page` are
/// two things. The order is part of the files that [NameFile] reads.
public enum NameKind {
  /// `struct`, and `class` of C++.
  STRUCT,
  UNION,
  ENUM,
  /// Typedefs and base types.
  ORDINARY,
  /// Functions that have a body.
  FUNCTION,
  /// Variables outside of functions, where they are defined.
  VARIABLE,
  /// Enumerators; what is found is the entry of their enumeration.
  ENUMERATOR,
  /// `static` variables inside of functions.
  LOCAL;

  /// The kind of a type that is named in that way.
  public static NameKind of(TypeSource.Tag tag) {
    return switch (tag) {
      case STRUCT -> STRUCT;
      case UNION -> UNION;
      case ENUM -> ENUM;
      case ORDINARY -> ORDINARY;
    };
  }

  /// What a type of this kind stands behind in C; empty where it is no type.
  public Optional<TypeSource.Tag> tag() {
    return switch (this) {
      case STRUCT -> Optional.of(TypeSource.Tag.STRUCT);
      case UNION -> Optional.of(TypeSource.Tag.UNION);
      case ENUM -> Optional.of(TypeSource.Tag.ENUM);
      case ORDINARY -> Optional.of(TypeSource.Tag.ORDINARY);
      case FUNCTION, VARIABLE, ENUMERATOR, LOCAL -> Optional.empty();
    };
  }

  /// The key of a name of this kind.
  ///
  /// @param hash of the name, as [org.inquest.formats.dwarf.NameHash] has it
  long key(long hash) {
    return mix(hash + ordinal());
  }

  /// Makes each bit of the result depend on each bit of a number, as SplitMix64 does.
  static long mix(long number) {
    long mixed = (number ^ number >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
    return mixed ^ mixed >>> 31;
  }
}
