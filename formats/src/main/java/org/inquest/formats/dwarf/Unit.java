package org.inquest.formats.dwarf;

import java.util.Optional;

/// One unit of `.debug_info`: usually what one source file was compiled to. Its own entry is read
/// at once, the others when [#entries] goes through them.
///
/// Immutable; safe for use by several threads. What it hands out is not.
public final class Unit {
  private static final long NONE = -1;

  private final DwarfFile file;
  private final UnitHeader header;
  private final DebugBytes bytes;
  private final Abbreviations abbreviations;
  private final AttributeValues root;
  private final int tag;
  private final long addressBase;
  private final long stringBase;
  private final long rangeBase;
  private final long locationBase;
  private final long lowAddress;

  /// @param bytes of the whole unit
  Unit(DwarfFile file, UnitHeader header, DebugBytes bytes, Abbreviations abbreviations) {
    this.file = file;
    this.header = header;
    this.bytes = bytes;
    this.abbreviations = abbreviations;
    Entries entries = entries();
    if (!entries.next()) {
      throw bytes.malformed("a unit with an entry", "none");
    }
    this.tag = entries.tag();
    this.root = entries.attributes();
    // Where the unit does not say, it is one of split DWARF, whose tables begin behind a header.
    int head = header.wide() ? 16 : 8;
    this.addressBase = root.value(Attribute.ADDR_BASE, head);
    this.stringBase = root.value(Attribute.STR_OFFSETS_BASE, head);
    this.rangeBase = root.value(Attribute.RNGLISTS_BASE, head + 4);
    this.locationBase = root.value(Attribute.LOCLISTS_BASE, head + 4);
    this.lowAddress =
        root.has(Attribute.LOW_PC)
            ? address(root.form(Attribute.LOW_PC), root.value(Attribute.LOW_PC, 0))
            : 0;
  }

  /// The file that it is a unit of.
  public DwarfFile file() {
    return file;
  }

  public UnitHeader header() {
    return header;
  }

  /// `DW_TAG_*` of the unit's own entry.
  public int tag() {
    return tag;
  }

  /// The attributes of the unit's own entry.
  public AttributeValues attributes() {
    return root;
  }

  /// The folder that relative names are meant from; empty where the unit does not say.
  public String folder() {
    return root.text(Attribute.COMP_DIR).orElse("");
  }

  /// The name of its source file; empty where the unit does not say.
  public String name() {
    return root.text(Attribute.NAME).orElse("");
  }

  /// All its entries, the unit's own first.
  public Entries entries() {
    return new Entries(this, abbreviations, bytes.at(header.firstEntry()));
  }

  /// An entry and those behind it.
  ///
  /// @param offset in `.debug_info`, of an entry's first byte
  /// @throws org.inquest.formats.fault.MalformedInput where it is not in this unit
  public Entries entriesFrom(long offset) {
    return new Entries(this, abbreviations, bytes.at(offset));
  }

  /// A reader at an offset of the unit's section, up to the unit's end.
  DebugBytes bytesAt(long offset) {
    return bytes.at(offset);
  }

  /// The unit's line program; empty where it has none.
  ///
  /// @throws org.inquest.formats.fault.InquestException where its header can't be read
  public Optional<LineProgram> lines() {
    long at = root.value(Attribute.STMT_LIST, NONE);
    return at == NONE ? Optional.empty() : Optional.of(LineProgram.read(this, at));
  }

  /// A text by its form; empty where it is in another file.
  Optional<String> text(int form, long value) {
    return switch (form) {
      case Form.STRING -> Optional.of(bytes.at(value).text());
      case Form.STRP -> Optional.of(file.strings().text(value));
      case Form.LINE_STRP -> Optional.of(file.lineStrings().text(value));
      case Form.STRX, Form.STRX1, Form.STRX2, Form.STRX3, Form.STRX4, Form.GNU_STR_INDEX ->
          Optional.of(file.strings().text(stringOffset(value)));
      default -> Optional.empty();
    };
  }

  /// [NameHash#of] a text by its form; of the empty one where it is in another file.
  long textHash(int form, long value) {
    return switch (form) {
      case Form.STRING -> bytes.textHash(value);
      case Form.STRP -> file.stringBytes().textHash(value);
      case Form.LINE_STRP -> file.lineStrings().at(value).textHash(value);
      case Form.STRX, Form.STRX1, Form.STRX2, Form.STRX3, Form.STRX4, Form.GNU_STR_INDEX ->
          file.stringBytes().textHash(stringOffset(value));
      default -> NameHash.START;
    };
  }

  private long stringOffset(long index) {
    int size = header.offsetSize();
    return entryAt(file.stringOffsets(), stringBase, index, size).unsigned(size);
  }

  /// An address by its form.
  long address(int form, long value) {
    return form == Form.ADDR || !AttributeValues.isAddress(form) ? value : indexedAddress(value);
  }

  /// An entry of `.debug_addr`.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where the table has no such entry
  public long indexedAddress(long index) {
    int size = header.addressSize();
    return entryAt(file.addresses(), addressBase, index, size).unsigned(size);
  }

  private static DebugBytes entryAt(DebugSection table, long base, long index, int size) {
    if (index < 0 || index > table.size()) {
      throw table.at(0).malformed("an index in the table", Long.toUnsignedString(index));
    }
    return table.at(base + index * size);
  }

  /// The ranges of a `DW_AT_ranges`.
  int ranges(int form, long value, RangeSink sink) {
    if (header.version() < 5) {
      return RangeLists.old(file.oldRanges().at(value), header.addressSize(), lowAddress, sink);
    }
    DebugSection lists = file.rangeLists();
    long at = value;
    if (form == Form.RNGLISTX) {
      int size = header.offsetSize();
      at = rangeBase + entryAt(lists, rangeBase, value, size).unsigned(size);
    }
    return RangeLists.indexed(lists.at(at), this, lowAddress, sink);
  }

  Expression expression(DebugBytes in) {
    return new Expression(in, header.version(), header.offsetSize(), Optional.of(this));
  }

  /// The locations of an attribute that names a list of them.
  void locations(int form, long value, LocationSink sink) {
    if (header.version() < 5) {
      LocationLists.old(file.oldLocations().at(value), this, lowAddress, sink);
      return;
    }
    DebugSection lists = file.locationLists();
    long at = value;
    if (form == Form.LOCLISTX) {
      int size = header.offsetSize();
      at = locationBase + entryAt(lists, locationBase, value, size).unsigned(size);
    }
    LocationLists.indexed(lists.at(at), this, lowAddress, sink);
  }
}
