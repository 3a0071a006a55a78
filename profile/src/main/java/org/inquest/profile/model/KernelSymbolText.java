package org.inquest.profile.model;

import java.nio.charset.StandardCharsets;
import org.inquest.profile.model.SymbolTable.Entry;

/// A kernel's list of symbols as the text that it is, `/proc/kallsyms` or `System.map`
/// (kernel/kallsyms.c, s_show): an address of hexadecimal digits, a letter, a name, for modules a
/// tabulator and the module's name in brackets. The text is kept, names are read from it when they
/// are asked for.
final class KernelSymbolText {
  private static final int MOST_DIGITS = 16;

  private final byte[] text;
  private int at;

  KernelSymbolText(byte[] text) {
    this.text = text;
  }

  /// The functions; lines that are something else are passed over.
  ///
  /// @param shift added to each address
  SymbolTable table(long shift) {
    SymbolSorter sorter = new SymbolSorter(this::name);
    for (at = 0; at < text.length; toNextLine()) {
      long address = address();
      // A blank, the letter, a blank, a name.
      if (address == 0 || at + 3 >= text.length || text[at] != ' ' || text[at + 2] != ' ') {
        continue;
      }
      int strength = strength(text[at + 1]);
      at += 3;
      if (strength >= 0 && text[at] != '\n') {
        sorter.add(address + shift, address + shift, strength, at);
      }
    }
    return sorter.table();
  }

  /// Reads an address and stops behind it; 0 where there is none, or one that is hidden.
  private long address() {
    long address = 0;
    int from = at;
    while (at < text.length && at - from <= MOST_DIGITS) {
      int digit = digit(text[at]);
      if (digit < 0) {
        return address;
      }
      address = address << 4 | digit;
      at++;
    }
    return 0;
  }

  private static int digit(byte letter) {
    int small = letter | 0x20;
    int beyondNine = small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
    return letter >= '0' && letter <= '9' ? letter - '0' : beyondNine;
  }

  /// Of the letters for code; -1 for those of data.
  private static int strength(byte letter) {
    return switch (letter) {
      case 'T' -> Entry.GLOBAL;
      case 't' -> Entry.LOCAL;
      case 'w', 'W' -> Entry.WEAK;
      default -> -1;
    };
  }

  private void toNextLine() {
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    at++;
  }

  private String name(int from) {
    int end = from;
    while (end < text.length && text[end] != '\n' && text[end] != '\t') {
      end++;
    }
    return new String(text, from, end - from, StandardCharsets.UTF_8);
  }
}
