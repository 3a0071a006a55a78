package org.inquest.formats.dwarf;

import java.util.Optional;

/// One unit of `.debug_info`: usually what one source file was compiled to. Its own entry is read
/// at once, the others when [#entries] goes through them.
///
/// Immutable; safe for use by several threads. What it hands out is not.
public final class Unit {
  private static final long NONE = -1;

  private final DwarfFile file;
  private final UnitSection section;
  private final Optional<Unit> skeleton;
  private final UnitHeader header;
  private final DebugBytes bytes;
  private final Abbreviations abbreviations;
  private final AttributeValues root;
  private final int tag;
  private final long addressBase;
  private final long stringBase;
  private final long rangeBase;
  private final long oldRangeBase;
  private final long locationBase;
  private final long lowAddress;

  /// @param section that it is in
  /// @param skeleton of a split unit, which has its addresses
  /// @param bytes of the whole unit
  Unit(
      DwarfFile file,
      UnitSection section,
      Optional<Unit> skeleton,
      UnitHeader header,
      DebugBytes bytes,
      Abbreviations abbreviations) {
    this.file = file;
    this.section = section;
    this.skeleton = skeleton;
    this.header = header;
    this.bytes = bytes;
    this.abbreviations = abbreviations;
    Entries entries = entries();
    if (!entries.next()) {
      throw bytes.malformed("a unit with an entry", "none");
    }
    this.tag = entries.tag();
    this.root = entries.attributes();
    // Where the unit does not say, it is one of split DWARF, whose tables begin behind a header
    // since DWARF 5.
    boolean old = header.version() < 5;
    int head = old ? 0 : header.wide() ? 16 : 8;
    Contribution own = section.contribution(header.offset());
    this.addressBase =
        skeleton
            .map(s -> s.addressBase)
            .orElseGet(
                () -> root.value(Attribute.ADDR_BASE, root.value(Attribute.GNU_ADDR_BASE, head)));
    this.stringBase = own.stringOffsets() + root.value(Attribute.STR_OFFSETS_BASE, head);
    this.rangeBase = own.ranges() + root.value(Attribute.RNGLISTS_BASE, head + 4);
    this.oldRangeBase = root.value(Attribute.GNU_RANGES_BASE, 0);
    this.locationBase = own.locations() + root.value(Attribute.LOCLISTS_BASE, old ? 0 : head + 4);
    this.lowAddress =
        skeleton
            .map(s -> s.lowAddress)
            .orElseGet(() ->
                root.has(Attribute.LOW_PC)
                    ? address(root.form(Attribute.LOW_PC), root.value(Attribute.LOW_PC, 0))
                    : 0L);
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
    return root.text(Attribute.COMP_DIR).or(() -> skeleton.map(Unit::folder)).orElse("");
  }

  /// The name of its source file; empty where the unit does not say.
  public String name() {
    return root.text(Attribute.NAME).orElse("");
  }

  /// The unit with the entries that were split off this one; empty for a unit that has its own.
  /// Line program and ranges are this one's; offsets in the other count in its own file.
  ///
  /// @throws org.inquest.formats.fault.NotFound where its file is not there
  /// @throws org.inquest.formats.fault.InquestException where it is damaged
  public Optional<Unit> split() {
    return skeleton.isPresent() ? Optional.empty() : file.splitOf(this);
  }

  /// The offset that references between units count from.
  long firstOffset() {
    return section.firstOffset();
  }

  DebugSection lineSection() {
    return section.sections().get("debug_line");
  }

  private DebugSection table(String name) {
    return section.sections().get(name);
  }

  /// Of what the linker changes: addresses, and ranges until DWARF 4.
  private DebugSection linked(String name) {
    return skeleton.map(s -> s.table(name)).orElseGet(() -> table(name));
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
    return at == NONE
        ? Optional.empty()
        : Optional.of(LineProgram.read(this, section.contribution(header.offset()).lines() + at));
  }

  /// A text by its form; empty where it is in another file.
  Optional<String> text(int form, long value) {
    return switch (form) {
      case Form.STRING -> Optional.of(bytes.at(value).text());
      case Form.STRP -> Optional.of(table("debug_str").text(value));
      case Form.LINE_STRP -> Optional.of(table("debug_line_str").text(value));
      case Form.STRX, Form.STRX1, Form.STRX2, Form.STRX3, Form.STRX4, Form.GNU_STR_INDEX ->
          Optional.of(table("debug_str").text(stringOffset(value)));
      case Form.GNU_STRP_ALT, Form.STRP_SUP ->
          file.common().map(common -> common.get("debug_str").text(value));
      default -> Optional.empty();
    };
  }

  /// [NameHash#of] a text by its form; of the empty one where it is in another file.
  long textHash(int form, long value) {
    return switch (form) {
      case Form.STRING -> bytes.textHash(value);
      case Form.STRP -> section.sections().stringBytes().textHash(value);
      case Form.LINE_STRP -> table("debug_line_str").at(value).textHash(value);
      case Form.STRX, Form.STRX1, Form.STRX2, Form.STRX3, Form.STRX4, Form.GNU_STR_INDEX ->
          section.sections().stringBytes().textHash(stringOffset(value));
      case Form.GNU_STRP_ALT, Form.STRP_SUP ->
          file.common().map(c -> c.stringBytes().textHash(value)).orElse(NameHash.START);
      default -> NameHash.START;
    };
  }

  private long stringOffset(long index) {
    int size = header.offsetSize();
    return entryAt(table("debug_str_offsets"), stringBase, index, size).unsigned(size);
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
    return entryAt(linked("debug_addr"), addressBase, index, size).unsigned(size);
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
      long at = value + skeleton.map(s -> s.oldRangeBase).orElse(0L);
      DebugBytes list = linked("debug_ranges").at(at);
      return RangeLists.old(list, header.addressSize(), lowAddress, sink);
    }
    DebugSection lists = table("debug_rnglists");
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
      DebugBytes list = table("debug_loc").at(locationBase + value);
      if (skeleton.isPresent()) {
        LocationLists.split(list, this, lowAddress, sink);
      } else {
        LocationLists.old(list, this, lowAddress, sink);
      }
      return;
    }
    DebugSection lists = table("debug_loclists");
    long at = value;
    if (form == Form.LOCLISTX) {
      int size = header.offsetSize();
      at = locationBase + entryAt(lists, locationBase, value, size).unsigned(size);
    }
    LocationLists.indexed(lists.at(at), this, lowAddress, sink);
  }
}
