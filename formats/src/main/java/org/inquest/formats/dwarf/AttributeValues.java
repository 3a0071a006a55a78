package org.inquest.formats.dwarf;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// The attributes of one entry: for each what stands in the file, and what it means where the unit
/// has to be asked. One object serves one entry after the other.
public final class AttributeValues {
  private static final int NONE = -1;
  private static final int DW_OP_ADDR = 0x03;
  private static final int DW_OP_ADDRX = 0xa1;

  private final Unit unit;
  private final Abbreviations abbreviations;
  private int[] names = new int[16];
  private int[] forms = new int[16];
  private long[] values = new long[16];
  private int count;

  AttributeValues(Unit unit, Abbreviations abbreviations) {
    this.unit = unit;
    this.abbreviations = abbreviations;
  }

  void read(DebugBytes in, int abbreviation) {
    int first = abbreviations.first(abbreviation);
    count = abbreviations.first(abbreviation + 1) - first;
    if (count > names.length) {
      names = new int[count];
      forms = new int[count];
      values = Arrays.copyOf(values, count);
    }
    for (int i = 0; i < count; i++) {
      names[i] = abbreviations.name(first + i);
      forms[i] = abbreviations.form(first + i);
      values[i] =
          forms[i] == Form.IMPLICIT_CONST ? abbreviations.constant(first + i) : valueOf(in, i);
    }
  }

  /// A value as it stands there: the number; of references the place in the section; of a text in
  /// the entry itself and of blocks, where they begin.
  private long valueOf(DebugBytes in, int i) {
    if (forms[i] == Form.INDIRECT) {
      forms[i] = Form.indirect(in);
    }
    int form = forms[i];
    UnitHeader header = unit.header();
    return switch (form) {
      case Form.FLAG_PRESENT -> 1;
      case Form.DATA1, Form.FLAG, Form.STRX1, Form.ADDRX1 -> in.u8();
      case Form.DATA2, Form.STRX2, Form.ADDRX2 -> in.u16();
      case Form.STRX3, Form.ADDRX3 -> in.u24();
      case Form.DATA4, Form.STRX4, Form.ADDRX4, Form.REF_SUP4 -> in.u32();
      case Form.DATA8, Form.REF_SIG8, Form.REF_SUP8 -> in.u64();
      case Form.REF1 -> header.offset() + in.u8();
      case Form.REF2 -> header.offset() + in.u16();
      case Form.REF4 -> header.offset() + in.u32();
      case Form.REF8 -> header.offset() + in.u64();
      case Form.REF_UDATA -> header.offset() + in.uleb();
      case Form.SDATA -> in.sleb();
      case Form.UDATA, Form.STRX, Form.ADDRX, Form.LOCLISTX, Form.RNGLISTX -> in.uleb();
      case Form.GNU_ADDR_INDEX, Form.GNU_STR_INDEX -> in.uleb();
      case Form.ADDR -> in.unsigned(header.addressSize());
      case Form.REF_ADDR ->
          unit.firstOffset()
              + in.unsigned(header.version() == 2 ? header.addressSize() : offsets());
      case Form.STRP, Form.LINE_STRP, Form.SEC_OFFSET, Form.STRP_SUP -> in.unsigned(offsets());
      case Form.GNU_REF_ALT, Form.GNU_STRP_ALT -> in.unsigned(offsets());
      default -> {
        long at = in.offset();
        Form.skip(in, form, header);
        yield at;
      }
    };
  }

  private int offsets() {
    return unit.header().offsetSize();
  }

  private int find(int attribute) {
    for (int i = 0; i < count; i++) {
      if (names[i] == attribute) {
        return i;
      }
    }
    return NONE;
  }

  /// Whether the entry has an attribute `DW_AT_*`.
  public boolean has(int attribute) {
    return find(attribute) != NONE;
  }

  /// `DW_FORM_*` of an attribute; 0 where the entry has none.
  public int form(int attribute) {
    int i = find(attribute);
    return i == NONE ? 0 : forms[i];
  }

  /// A constant, an offset in a section, a flag, as it stands in the file.
  public long value(int attribute, long otherwise) {
    int i = find(attribute);
    return i == NONE ? otherwise : values[i];
  }

  /// A text; empty where the entry has none, or it is in another file.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where it lies outside its section
  public Optional<String> text(int attribute) {
    int i = find(attribute);
    return i == NONE ? Optional.empty() : unit.text(forms[i], values[i]);
  }

  /// [NameHash#of] a text, made of its bytes; of the empty one where the entry has none, or it is
  /// in another file. For looking at many names: no string is made.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where it lies outside its section
  public long textHash(int attribute) {
    int i = find(attribute);
    return i == NONE ? NameHash.START : unit.textHash(forms[i], values[i]);
  }

  /// The place in `.debug_info` of the entry that an attribute refers to, or -1 for none, or one in
  /// a file that is not there. References by signature are looked up.
  public long reference(int attribute) {
    int i = find(attribute);
    if (i == NONE) {
      return NONE;
    }
    return switch (forms[i]) {
      case Form.REF1, Form.REF2, Form.REF4, Form.REF8, Form.REF_UDATA, Form.REF_ADDR -> values[i];
      case Form.REF_SIG8 -> unit.file().typeEntry(values[i]);
      case Form.GNU_REF_ALT, Form.REF_SUP4, Form.REF_SUP8 -> unit.file().commonEntry(values[i]);
      default -> NONE;
    };
  }

  /// The bytes of a block or an expression; empty where the entry has none, or the attribute is
  /// written in another way.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where they are not all in the unit
  public Optional<DebugBytes> block(int attribute) {
    int i = find(attribute);
    if (i == NONE) {
      return Optional.empty();
    }
    return switch (forms[i]) {
      case Form.BLOCK1, Form.BLOCK2, Form.BLOCK4, Form.BLOCK, Form.EXPRLOC ->
          Optional.of(block(unit.bytesAt(values[i]), forms[i]));
      default -> Optional.empty();
    };
  }

  private static DebugBytes block(DebugBytes in, int form) {
    long length =
        switch (form) {
          case Form.BLOCK1 -> in.u8();
          case Form.BLOCK2 -> in.u16();
          case Form.BLOCK4 -> in.u32();
          default -> in.uleb();
        };
    return in.part(length);
  }

  /// Calls `sink` for each range of addresses the entry covers, by `DW_AT_ranges` or by
  /// `DW_AT_low_pc` and `DW_AT_high_pc`; empty ones are left out.
  ///
  /// @return how many were read, empty ones too
  /// @throws org.inquest.formats.fault.MalformedInput where they lie outside their section
  public int ranges(RangeSink sink) {
    int ranges = find(Attribute.RANGES);
    if (ranges != NONE) {
      return unit.ranges(forms[ranges], values[ranges], sink);
    }
    int low = find(Attribute.LOW_PC);
    int high = find(Attribute.HIGH_PC);
    if (low == NONE || high == NONE) {
      return 0;
    }
    long start = unit.address(forms[low], values[low]);
    long end =
        isAddress(forms[high]) ? unit.address(forms[high], values[high]) : start + values[high];
    if (Long.compareUnsigned(start, end) < 0) {
      sink.range(start, end);
    }
    return 1;
  }

  /// The expression of an attribute; empty where the entry has none, or a list of locations.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where it lies outside its unit
  public Optional<Expression> expression(int attribute) {
    return block(attribute).map(unit::expression);
  }

  /// Calls `sink` for each location of a variable, by a list or by the one expression that holds
  /// everywhere; not at all where the entry has none.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where the list lies outside its section
  public void locations(int attribute, LocationSink sink) {
    int i = find(attribute);
    if (i == NONE) {
      return;
    }
    switch (forms[i]) {
      case Form.SEC_OFFSET, Form.LOCLISTX, Form.DATA4, Form.DATA8 ->
          unit.locations(forms[i], values[i], sink);
      default ->
          expression(attribute)
              .ifPresent(e -> sink.location(LocationSink.FIRST, LocationSink.LAST, e));
    }
  }

  /// The address that an expression names and does nothing else with: where a variable lies all the
  /// time. Empty where the entry has none such; one that is computed or thread-local, too.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where it lies outside its unit
  public OptionalLong fixedAddress(int attribute) {
    Optional<DebugBytes> expression = block(attribute);
    if (expression.isEmpty() || expression.get().left() == 0) {
      return OptionalLong.empty();
    }
    DebugBytes in = expression.get();
    int operation = in.u8();
    if (operation != DW_OP_ADDR && operation != DW_OP_ADDRX) {
      return OptionalLong.empty();
    }
    long address =
        operation == DW_OP_ADDR
            ? in.unsigned(unit.header().addressSize())
            : unit.indexedAddress(in.uleb());
    return in.left() > 0 ? OptionalLong.empty() : OptionalLong.of(address);
  }

  /// An address; `otherwise` where the entry has none.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where it is an index outside its table
  public long address(int attribute, long otherwise) {
    int i = find(attribute);
    return i == NONE ? otherwise : unit.address(forms[i], values[i]);
  }

  /// Whether a form holds an address; a `DW_AT_high_pc` else holds a length (DWARF 4 and later).
  static boolean isAddress(int form) {
    return switch (form) {
      case Form.ADDR,
          Form.ADDRX,
          Form.ADDRX1,
          Form.ADDRX2,
          Form.ADDRX3,
          Form.ADDRX4,
          Form.GNU_ADDR_INDEX ->
          true;
      default -> false;
    };
  }
}
