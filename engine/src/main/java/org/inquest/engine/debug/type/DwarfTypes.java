package org.inquest.engine.debug.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.inquest.engine.debug.name.NameIndex;
import org.inquest.engine.debug.name.NameKind;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypeSource;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.fault.InquestException;
import org.jspecify.annotations.Nullable;

/// The types, functions and global variables of a file's debugging information by their names.
///
/// ```java
/// types.variable("jiffies");                        // as any TypeSource
/// types.all(NameKind.VARIABLE, "count");            // each file's own, with unit, line and address
/// ```
///
/// Of several things with one name the plain questions of [TypeSource] answer with the one that
/// other units see, else with the first; of several `static` variables of different types with
/// none, for nobody knows which is meant. Safe for use by several threads.
public final class DwarfTypes implements TypeSource, AutoCloseable {
  /// Descriptions of one name that are read.
  private static final int MAX_SAME_NAME = 256;

  private final EntryTypes entries;
  private final DescribedEntries descriptions;
  private final Supplier<NameIndex> maker;
  private final TreeSet<String> gaps = new TreeSet<>();
  private @Nullable NameIndex index;

  /// @param file stays the caller's to close
  /// @param index asked once, when a name is first looked for
  public DwarfTypes(DwarfFile file, Supplier<NameIndex> index) {
    this.maker = index;
    this.entries = new EntryTypes(file, this::definition);
    this.descriptions = new DescribedEntries(file, entries);
    gaps.addAll(file.gaps());
  }

  /// Types by their entries; those that a unit only declares are completed from others.
  public EntryTypes entries() {
    return entries;
  }

  private synchronized NameIndex index() {
    NameIndex known = index;
    if (known == null) {
      known = maker.get();
      index = known;
      gaps.addAll(known.gaps());
    }
    return known;
  }

  private OptionalLong definition(Tag tag, String name) {
    NameKind kind = NameKind.of(tag);
    for (long entry : index().find(kind, name)) {
      if (descriptions.isNamed(entry, kind, name)) {
        return OptionalLong.of(entry);
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public Optional<Type> find(Tag tag, String name) {
    return firstType(NameKind.of(tag), name);
  }

  @Override
  public Optional<FunctionType> function(String name) {
    return firstType(NameKind.FUNCTION, name)
        .flatMap(type -> type instanceof FunctionType f ? Optional.of(f) : Optional.empty());
  }

  @Override
  public Optional<Type> variable(String name) {
    return firstType(NameKind.VARIABLE, name);
  }

  /// Without the file and line that [#all] tells: a line program is read for those.
  private Optional<Type> firstType(NameKind kind, String name) {
    Type first = null;
    for (long entry : limited(index().find(kind, name))) {
      try {
        if (!descriptions.isNamed(entry, kind, name)) {
          continue;
        }
        if (descriptions.isGlobal(entry, kind)) {
          return Optional.of(descriptions.type(entry, kind));
        }
        Type type = descriptions.type(entry, kind);
        if (first != null && kind == NameKind.VARIABLE && !first.name().equals(type.name())) {
          return Optional.empty();
        }
        first = first == null ? type : first;
      } catch (InquestException e) {
        addGap(e.getMessage());
      }
    }
    return Optional.ofNullable(first);
  }

  private static long[] limited(long[] entries) {
    return entries.length <= MAX_SAME_NAME ? entries : Arrays.copyOf(entries, MAX_SAME_NAME);
  }

  @Override
  public Optional<EnumType> enumeration(String enumerator) {
    return firstType(NameKind.ENUMERATOR, enumerator)
        .flatMap(type -> type instanceof EnumType e ? Optional.of(e) : Optional.empty());
  }

  @Override
  public void structs(Consumer<Type> each) {
    for (long entry : index().entries()) {
      try {
        descriptions.struct(entry).ifPresent(each);
      } catch (InquestException e) {
        addGap(e.getMessage());
      }
    }
  }

  /// All things of a kind with a name, those that other units see first. A struct that many units
  /// describe in the same way is there once; two that differ in size or line are two.
  ///
  /// What is damaged is left out, and told in [#gaps].
  public List<Described> all(NameKind kind, String name) {
    List<Described> found = new ArrayList<>();
    for (long entry : limited(index().find(kind, name))) {
      try {
        if (descriptions.isNamed(entry, kind, name)) {
          found.add(descriptions.read(entry, kind, name));
        }
      } catch (InquestException e) {
        addGap(e.getMessage());
      }
    }
    found.sort(Comparator.comparing(d -> !d.global()));
    return found;
  }

  private synchronized void addGap(String gap) {
    gaps.add(gap);
  }

  /// What could not be read, a sentence each, as far as anybody asked for it.
  public synchronized List<String> gaps() {
    return List.copyOf(gaps);
  }

  /// Gives the index back, not the file with the debugging information.
  @Override
  public synchronized void close() {
    NameIndex open = index;
    if (open != null) {
      open.close();
    }
  }
}
