package org.inquest.formats.dwarf;

/// Goes through the entries of a unit in their order, which is the tree's from top to bottom: an
/// entry's children follow it. Moving on costs next to nothing; attributes are read when
/// [#attributes] asks for them.
///
/// Ends at the unit's end, or at the null entry that ends the top level. Never goes backwards, so a
/// unit takes as many steps as it has bytes at most.
public final class Entries {
  private final Unit unit;
  private final Abbreviations abbreviations;
  private final DebugBytes in;
  private final AttributeValues values;

  private int abbreviation = Abbreviations.NONE;
  private long offset;
  private long attributesAt;
  private int depth;

  /// Whether the reader stands behind the entry's attributes.
  private boolean passed = true;

  /// @param in at the first entry to visit
  Entries(Unit unit, Abbreviations abbreviations, DebugBytes in) {
    this.unit = unit;
    this.abbreviations = abbreviations;
    this.in = in;
    this.values = new AttributeValues(unit, abbreviations);
    this.attributesAt = in.offset();
  }

  /// Goes to the next entry.
  ///
  /// @return false at the end
  /// @throws org.inquest.formats.fault.MalformedInput where bytes make no entry
  public boolean next() {
    if (abbreviation != Abbreviations.NONE) {
      pass();
      if (abbreviations.hasChildren(abbreviation)) {
        depth++;
      }
    }
    while (in.left() > 0) {
      offset = in.offset();
      long code = in.uleb();
      if (code != 0) {
        begin(code);
        return true;
      }
      if (--depth < 0) {
        break;
      }
    }
    abbreviation = Abbreviations.NONE;
    in.skip(in.left());
    return false;
  }

  /// Goes to the entry after this one's children.
  ///
  /// @return false at the end
  public boolean nextSibling() {
    int level = depth;
    if (!hasChildren()) {
      return next();
    }
    long sibling = sibling();
    if (sibling > attributesAt && sibling <= in.offset() + in.left()) {
      in.seek(sibling);
      passed = true;
      // As if it had no children; what follows is on the same level.
      depth--;
      return next();
    }
    while (next()) {
      if (depth <= level) {
        return true;
      }
    }
    return false;
  }

  private void begin(long code) {
    abbreviation = abbreviations.find(code);
    if (abbreviation == Abbreviations.NONE) {
      throw in.malformed("an abbreviation of the unit's table", "code " + code);
    }
    attributesAt = in.offset();
    passed = false;
  }

  private void pass() {
    if (passed) {
      return;
    }
    passed = true;
    int size = abbreviations.size(abbreviation);
    if (size >= 0) {
      in.skip(size);
      return;
    }
    int end = abbreviations.first(abbreviation + 1);
    for (int i = abbreviations.first(abbreviation); i < end; i++) {
      Form.skip(in, abbreviations.form(i), unit.header());
    }
  }

  /// Where `DW_AT_sibling` leads, or 0.
  private long sibling() {
    int at = abbreviations.sibling(abbreviation);
    if (at >= 0) {
      return unit.header().offset() + in.at(attributesAt + at).u32();
    }
    return 0;
  }

  /// `DW_TAG_*` of this entry.
  public int tag() {
    return abbreviations.tag(abbreviation);
  }

  /// Where this entry is, in the unit's section.
  public long offset() {
    return offset;
  }

  /// How many entries this one is inside of; 0 for the unit's own.
  public int depth() {
    return depth;
  }

  public boolean hasChildren() {
    return abbreviation != Abbreviations.NONE && abbreviations.hasChildren(abbreviation);
  }

  /// This entry's attributes; they hold until this is called for another entry.
  public AttributeValues attributes() {
    if (passed) {
      in.seek(attributesAt);
    }
    passed = true;
    values.read(in, abbreviation);
    return values;
  }
}
