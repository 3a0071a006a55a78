package org.inquest.formats.dwarf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A table of `.debug_abbrev` (DWARF 5, 7.5.3): what the entries of a unit look like. An
/// abbreviation is known by its number in the table, from 0.
final class Abbreviations {
  static final int NONE = -1;

  /// Far beyond what a compiler needs (a kernel's largest unit has 300), and no burden for a small
  /// heap.
  private static final int MAX_COUNT = 1 << 16;

  private static final int MAX_ATTRIBUTES = 1 << 18;
  private static final int MAX_NUMBER = 0xffff;

  private long[] codes = new long[128];
  private int[] tags = new int[128];
  private boolean[] children = new boolean[128];

  /// Bytes of all attributes, or -1 where an entry's own bytes tell.
  private int[] sizes = new int[128];

  /// Where the `DW_AT_sibling` is, counted from the first attribute; -1 where that is not known
  /// beforehand or there is none.
  private int[] siblings = new int[128];

  /// Where the attributes of each begin in [#names]; one more than there are abbreviations.
  private int[] firsts = new int[129];

  private int count;
  private int[] names = new int[1024];
  private int[] forms = new int[1024];
  private long[] constants = new long[1024];

  /// For tables whose codes are not 1, 2, 3 and so on, as every compiler's are.
  private Map<Long, Integer> sparse = Map.of();

  private Abbreviations() {}

  /// Reads a table.
  ///
  /// @param in at its first byte
  /// @param unit that uses it: how long values are depends on it
  /// @throws org.inquest.formats.fault.MalformedInput where the section ends before, or the table
  ///   is larger than any real one
  static Abbreviations read(DebugBytes in, UnitHeader unit) {
    Abbreviations table = new Abbreviations();
    boolean dense = true;
    for (long code = in.uleb(); code != 0; code = in.uleb()) {
      if (table.count == MAX_COUNT) {
        throw in.malformed("at most " + MAX_COUNT + " abbreviations", "more");
      }
      table.add(in, code, unit);
      dense &= code == table.count;
    }
    if (!dense) {
      table.sparse = new HashMap<>();
      for (int i = table.count - 1; i >= 0; i--) {
        table.sparse.put(table.codes[i], i);
      }
    }
    return table;
  }

  private void add(DebugBytes in, long code, UnitHeader unit) {
    if (count == codes.length) {
      int room = count * 2;
      codes = Arrays.copyOf(codes, room);
      tags = Arrays.copyOf(tags, room);
      children = Arrays.copyOf(children, room);
      sizes = Arrays.copyOf(sizes, room);
      siblings = Arrays.copyOf(siblings, room);
      firsts = Arrays.copyOf(firsts, room + 1);
    }
    codes[count] = code;
    tags[count] = number(in);
    children[count] = in.u8() != 0;
    siblings[count] = NONE;
    int size = 0;
    int at = firsts[count];
    while (true) {
      int name = number(in);
      int form = number(in);
      if (name == 0 && form == 0) {
        break;
      }
      addAttribute(in, at++, name, form);
      if (name == Attribute.SIBLING && form == Form.REF4 && size >= 0) {
        siblings[count] = size;
      }
      size = plus(size, form, unit);
    }
    sizes[count] = size;
    firsts[++count] = at;
  }

  private void addAttribute(DebugBytes in, int at, int name, int form) {
    if (at == MAX_ATTRIBUTES) {
      throw in.malformed("at most " + MAX_ATTRIBUTES + " attributes", "more");
    }
    if (at == names.length) {
      names = Arrays.copyOf(names, at * 2);
      forms = Arrays.copyOf(forms, at * 2);
      constants = Arrays.copyOf(constants, at * 2);
    }
    names[at] = name;
    forms[at] = form;
    constants[at] = form == Form.IMPLICIT_CONST ? in.sleb() : 0;
  }

  private static int plus(int before, int form, UnitHeader unit) {
    int size = Form.size(form, unit.version());
    return before < 0
        ? before
        : switch (size) {
          case Form.OFFSET -> before + unit.offsetSize();
          case Form.ADDRESS -> before + unit.addressSize();
          case Form.VARIABLE, Form.UNKNOWN -> NONE;
          default -> before + size;
        };
  }

  /// Tags, attributes and forms fit 16 bits (the user ranges end at 0xffff at most).
  private static int number(DebugBytes in) {
    return (int) Math.min(in.uleb() & Long.MAX_VALUE, MAX_NUMBER);
  }

  /// The abbreviation of a code, or [#NONE].
  int find(long code) {
    if (code > 0 && code <= count && codes[(int) code - 1] == code) {
      return (int) code - 1;
    }
    return sparse.getOrDefault(code, NONE);
  }

  int tag(int abbreviation) {
    return tags[abbreviation];
  }

  boolean hasChildren(int abbreviation) {
    return children[abbreviation];
  }

  int size(int abbreviation) {
    return sizes[abbreviation];
  }

  int sibling(int abbreviation) {
    return siblings[abbreviation];
  }

  /// The first of its attributes, which go on to the first of the next abbreviation.
  int first(int abbreviation) {
    return firsts[abbreviation];
  }

  int name(int attribute) {
    return names[attribute];
  }

  int form(int attribute) {
    return forms[attribute];
  }

  /// The value of a `DW_FORM_implicit_const`.
  long constant(int attribute) {
    return constants[attribute];
  }
}
