package org.inquest.engine.debug;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Tag;
import org.inquest.formats.dwarf.Unit;
import org.inquest.formats.fault.MalformedInput;

/// Reads the functions of a unit, with those inlined into them, from its entries.
///
/// A function's number is the place of its bytes in [#bytes]: how far back the function is that it
/// was inlined into (0: it is not inlined), its name, and where the call stood: file, line, column.
final class FunctionTree {
  private static final int MAX_DEPTH = 1 << 12;
  private static final int MAX_ORIGINS = 16;

  /// Entries of range lists, empty ones too: many functions may name the same long list.
  private static final int MAX_RANGES_READ = 1 << 22;

  /// Entries of other units that names are looked up in, with all units' optimisation at link time.
  private static final int MAX_FOREIGN = 1 << 14;

  private static final int TRY_BLOCK = 0x32;
  private static final int CATCH_BLOCK = 0x25;

  private final Unit unit;
  private final NamePool names;
  private final IntUnaryOperator files;
  private final FunctionSpans spans;
  private final ByteSink bytes = new ByteSink();
  private final Map<Long, Integer> known = new HashMap<>();

  /// The function that the children of an entry are in, by the entry's depth.
  private int[] inside = new int[64];

  private final boolean typesHoldFunctions;
  private int rangesRead;
  private int foreign;

  /// @param files gives a file's name in [NamePool] for its number in the line program
  FunctionTree(Unit unit, NamePool names, IntUnaryOperator files, FunctionSpans spans) {
    this.unit = unit;
    this.names = names;
    this.files = files;
    this.spans = spans;
    this.typesHoldFunctions = !isC(unit.attributes().value(Attribute.LANGUAGE, 0));
    bytes.u8(0); // so that 0 is no function
  }

  /// `DW_LANG_C89`, `C`, `C99`, `C11`, `C17`, and the assemblers' own.
  private static boolean isC(long language) {
    return language == 0x01
        || language == 0x02
        || language == 0x0c
        || language == 0x1d
        || language == 0x2c
        || language == 0x8001;
  }

  /// Reads all of the unit.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it is damaged
  void read() {
    Entries entries = unit.entries();
    boolean more = entries.next();
    while (more) {
      more = visit(entries) ? entries.next() : entries.nextSibling();
    }
  }

  byte[] bytes() {
    return bytes.toArray();
  }

  /// @return whether what is inside of the entry may hold functions
  private boolean visit(Entries entries) {
    int depth = entries.depth();
    if (depth >= MAX_DEPTH) {
      throw tooMany("levels", MAX_DEPTH, entries.offset());
    }
    if (depth == inside.length) {
      inside = Arrays.copyOf(inside, depth * 2);
    }
    int around = depth == 0 ? 0 : inside[depth - 1];
    inside[depth] = around;
    return switch (entries.tag()) {
      case Tag.SUBPROGRAM -> function(entries, depth, 0);
      case Tag.INLINED_SUBROUTINE -> function(entries, depth, around);
      case Tag.COMPILE_UNIT,
          Tag.PARTIAL_UNIT,
          Tag.SKELETON_UNIT,
          Tag.LEXICAL_BLOCK,
          Tag.NAMESPACE,
          Tag.MODULE,
          TRY_BLOCK,
          CATCH_BLOCK ->
          true;
      case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE, Tag.UNION_TYPE, Tag.ENUMERATION_TYPE ->
          typesHoldFunctions;
      default -> false;
    };
  }

  private boolean function(Entries entries, int depth, int around) {
    AttributeValues values = entries.attributes();
    int number = bytes.size();
    int ranges = values.ranges(spans.of(number));
    rangesRead += ranges;
    if (rangesRead > MAX_RANGES_READ) {
      throw tooMany("ranges", MAX_RANGES_READ, entries.offset());
    }
    if (ranges == 0) {
      // A declaration, or what inlined copies refer to: there is no code inside either.
      return typesHoldFunctions && entries.tag() == Tag.SUBPROGRAM;
    }
    inside[depth] = number;
    bytes.uleb(around == 0 ? 0 : number - around);
    bytes.uleb(nameOf(entries.offset(), values));
    if (around != 0) {
      int file = (int) values.value(Attribute.CALL_FILE, -1);
      bytes.uleb(file < 0 ? 0 : files.applyAsInt(file));
      bytes.uleb(values.value(Attribute.CALL_LINE, 0) & Integer.MAX_VALUE);
      bytes.uleb(values.value(Attribute.CALL_COLUMN, 0) & Integer.MAX_VALUE);
    }
    return entries.hasChildren();
  }

  /// The name of a function, its own or that of what it is a copy of or declared as. A linkage name
  /// counts more than one that another function may have as well.
  private int nameOf(long offset, AttributeValues own) {
    long origin = origin(own);
    boolean named = own.has(Attribute.NAME) || own.has(Attribute.LINKAGE_NAME);
    if (named || origin < 0) {
      return findName(own, origin, offset);
    }
    Integer name = known.get(origin);
    if (name == null) {
      name = findName(own, origin, offset);
      known.put(origin, name);
    }
    return name;
  }

  private int findName(AttributeValues own, long firstOrigin, long offset) {
    DwarfFile file = unit.file();
    String name = "";
    AttributeValues values = own;
    long origin = firstOrigin;
    for (int hops = 0; hops < MAX_ORIGINS; hops++) {
      String linkage = values.text(Attribute.LINKAGE_NAME).orElse("");
      if (!linkage.isEmpty()) {
        return names.number(linkage);
      }
      if (name.isEmpty()) {
        name = values.text(Attribute.NAME).orElse("");
      }
      if (origin < 0) {
        return names.number(name);
      }
      values = entryAt(file, origin);
      origin = origin(values);
    }
    throw new MalformedInput(
        "debugging information", offset, "an origin with an end", "a chain of them without");
  }

  private static MalformedInput tooMany(String what, int most, long offset) {
    return new MalformedInput(
        "debugging information", offset, "at most " + most + " " + what, "more");
  }

  private static long origin(AttributeValues values) {
    long origin = values.reference(Attribute.ABSTRACT_ORIGIN);
    return origin >= 0 ? origin : values.reference(Attribute.SPECIFICATION);
  }

  private AttributeValues entryAt(DwarfFile file, long offset) {
    boolean own = offset >= unit.header().firstEntry() && offset < unit.header().end();
    int number = own ? 0 : file.unitAt(offset);
    if (!own && ++foreign > MAX_FOREIGN) {
      throw tooMany("names in other units", MAX_FOREIGN, offset);
    }
    if (number < 0) {
      throw new MalformedInput("debugging information", offset, "an entry", "nothing");
    }
    Entries entries = (own ? unit : file.unit(number)).entriesFrom(offset);
    if (!entries.next()) {
      throw new MalformedInput("debugging information", offset, "an entry", "the end of a unit");
    }
    return entries.attributes();
  }
}
