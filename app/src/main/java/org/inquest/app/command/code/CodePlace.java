package org.inquest.app.command.code;

import java.util.List;
import java.util.OptionalLong;
import org.inquest.app.command.AddressExpression;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.LiveImage;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.fault.NotFound;

/// A place in code as people type it: `schedule`, `schedule+0x5a`, `ffffffff81a0c3f1`.
///
/// @param address what it means
/// @param whole whether it is a function's name, and so means all of it
record CodePlace(long address, boolean whole) {

  /// @throws NotFound where there is neither such a symbol nor such an address
  static CodePlace parse(CodeImage image, String word) {
    List<Symbol> named = image.symbols(word);
    if (!named.isEmpty()) {
      return new CodePlace(named.getFirst().address(), true);
    }
    if (image instanceof LiveImage live) {
      // A plain word that is no number is a name, if only that of a function's one clone.
      boolean name = word.matches("[A-Za-z_]\\w*") && AddressExpression.hexadecimal(word).isEmpty();
      return new CodePlace(AddressExpression.parse(live.target(), word), name);
    }
    int plus = Math.max(word.lastIndexOf('+'), word.lastIndexOf('-'));
    if (plus > 0) {
      long offset = AddressExpression.number(word.substring(plus + 1));
      long base = parse(image, word.substring(0, plus)).address();
      return new CodePlace(word.charAt(plus) == '+' ? base + offset : base - offset, false);
    }
    OptionalLong number = AddressExpression.hexadecimal(word);
    if (number.isEmpty()) {
      throw new NotFound("symbol", word, image.name());
    }
    return new CodePlace(number.getAsLong(), false);
  }
}
