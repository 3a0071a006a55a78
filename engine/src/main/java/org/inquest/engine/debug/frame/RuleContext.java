package org.inquest.engine.debug.frame;

import java.util.Optional;
import org.inquest.formats.dwarf.Expression;
import org.inquest.formats.dwarf.location.ExpressionContext;
import org.inquest.formats.dwarf.location.Missing;
import org.inquest.formats.dwarf.location.Word;

/// A context of expressions in call frame information, which may ask for registers and memory only
/// (DWARF 5, 6.4.2).
public interface RuleContext extends ExpressionContext {
  private static Word none() {
    return Word.unknown(
        new Missing.Unsupported("a rule for a register asks for more than registers and memory"));
  }

  @Override
  default Word frameAddress() {
    return none();
  }

  @Override
  default Word frameBase() {
    return none();
  }

  @Override
  default Word entryValue(Expression expression) {
    return none();
  }

  @Override
  default Word parameter(long entry) {
    return none();
  }

  @Override
  default Word variable(long entry) {
    return none();
  }

  @Override
  default Optional<Expression> located(long entry) {
    return Optional.empty();
  }
}
