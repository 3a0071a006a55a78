package org.inquest.app.document;

import java.util.List;

/// One value in a table, a field or a stack, with its type kept, so that text can align it and JSON
/// can type it.
public sealed interface Value {

  /// What a person sees. May hold anything that was in the dump, control characters too.
  String text();

  /// Text.
  record Words(String text) implements Value {}

  /// A name between quotes, as crash shows commands. In JSON without them.
  record Quoted(String name) implements Value {
    @Override
    public String text() {
      return '"' + name + '"';
    }
  }

  /// A whole number, shown in decimal.
  record Number(long value) implements Value {
    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  /// A kernel or user address, shown as crash does: 16 hexadecimal digits without `0x`. In JSON a
  /// string with `0x`, since JSON readers keep only 53 bits of a number.
  record Address(long value) implements Value {
    @Override
    public String text() {
      return Hex.digits16(value);
    }
  }

  /// A number that a person reads in another form: `[ 12.345678]`, `1.2 GB`, `0x1f`.
  ///
  /// @param value the exact number, for JSON
  record Shown(String text, long value) implements Value {}

  /// A sign for a person where a program has yes or no: crash's `>` before tasks that were running.
  ///
  /// @param text the sign, or empty for no
  record Mark(String text) implements Value {}

  /// Yes or no.
  record Truth(boolean value) implements Value {
    @Override
    public String text() {
      return value ? "yes" : "no";
    }
  }

  /// There is a value, but it could not be read. Makes the whole output one with gaps.
  ///
  /// @param why in words: "filtered out of the dump"
  record Missing(String why) implements Value {
    @Override
    public String text() {
      return "?";
    }
  }

  /// There is no such value: a kernel thread's memory map.
  record None() implements Value {
    @Override
    public String text() {
      return "-";
    }
  }

  /// Several values; a person sees the first ones, a program all.
  record Several(List<Value> values) implements Value {
    private static final int SHOWN = 12;

    @Override
    public String text() {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < Math.min(SHOWN, values.size()); i++) {
        out.append(i == 0 ? "" : ", ").append(values.get(i).text());
      }
      if (values.size() > SHOWN) {
        out.append(" and ").append(values.size() - SHOWN).append(" more");
      }
      return out.toString();
    }
  }

  /// Text.
  static Value of(String text) {
    return new Words(text);
  }

  /// A whole number.
  static Value of(long number) {
    return new Number(number);
  }

  /// Yes or no.
  static Value of(boolean truth) {
    return new Truth(truth);
  }

  /// An address.
  static Value address(long address) {
    return new Address(address);
  }

  /// There is no such value.
  static Value none() {
    return new None();
  }
}
