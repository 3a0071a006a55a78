package org.inquest.engine.debug.frame;

import org.inquest.formats.dwarf.location.Word;

/// A register's value in a frame, and where it was found.
///
/// @param place in words: `saved at 0xffff...`; empty where it is not known
/// @param sure whether nothing was guessed on the way
record Recovered(Word word, String place, boolean sure) {
  static Recovered known(long value, String place) {
    return new Recovered(Word.of(value), place, true);
  }
}
