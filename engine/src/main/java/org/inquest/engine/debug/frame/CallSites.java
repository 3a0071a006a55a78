package org.inquest.engine.debug.frame;

import java.util.Optional;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.DebugBytes;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Expression;
import org.inquest.formats.dwarf.Tag;

/// What a function passed to one that it called, as its caller's entry tells: `DW_TAG_call_site`
/// and its parameters (DWARF 5, 3.4; before that GNU's own).
final class CallSites {
  /// Entries of one function that are looked at.
  private static final int MAX_ENTRIES = 1 << 20;

  private CallSites() {}

  /// The expression for a parameter, to be run in the caller's frame; empty where the caller's
  /// entry does not tell.
  ///
  /// @param caller the calling function
  /// @param back the address behind the call, as the file has it
  /// @param wanted tells the parameter
  /// @throws org.inquest.formats.fault.InquestException where entries make no sense
  static Optional<Expression> parameter(FunctionScopes caller, long back, Parameter wanted) {
    Entries entries = caller.unit().entriesFrom(caller.function());
    if (!entries.next() || !entries.hasChildren()) {
      return Optional.empty();
    }
    int top = entries.depth();
    boolean more = entries.next();
    for (int read = 0; more && entries.depth() > top && read < MAX_ENTRIES; read++) {
      boolean site = entries.tag() == Tag.CALL_SITE || entries.tag() == Tag.GNU_CALL_SITE;
      if (site && back(entries.attributes()) == back) {
        return entries.hasChildren() ? passed(entries, wanted) : Optional.empty();
      }
      more = site ? entries.nextSibling() : entries.next();
    }
    return Optional.empty();
  }

  private static long back(AttributeValues site) {
    return site.address(Attribute.CALL_RETURN_PC, site.address(Attribute.LOW_PC, 0));
  }

  private static Optional<Expression> passed(Entries site, Parameter wanted) {
    int depth = site.depth();
    for (boolean more = site.next(); more && site.depth() > depth; more = site.nextSibling()) {
      if (site.tag() == Tag.CALL_SITE_PARAMETER || site.tag() == Tag.GNU_CALL_SITE_PARAMETER) {
        AttributeValues values = site.attributes();
        if (wanted.is(values)) {
          return values
              .expression(Attribute.CALL_VALUE)
              .or(() -> values.expression(Attribute.GNU_CALL_SITE_VALUE));
        }
      }
    }
    return Optional.empty();
  }

  /// Which parameter of a call.
  sealed interface Parameter {
    boolean is(AttributeValues values);

    /// That in a register.
    ///
    /// @param number DWARF's number of it
    record InRegister(int number) implements Parameter {
      @Override
      public boolean is(AttributeValues values) {
        return values.expression(Attribute.LOCATION).filter(e -> register(e) == number).isPresent();
      }
    }

    /// That which the called function knows by an entry, where it is in no register.
    record Known(long entry) implements Parameter {
      @Override
      public boolean is(AttributeValues values) {
        return values.reference(Attribute.CALL_PARAMETER) == entry
            || values.reference(Attribute.ABSTRACT_ORIGIN) == entry;
      }
    }
  }

  /// The register that an expression is and nothing else, or -1: `DW_OP_reg0` to `DW_OP_reg31`,
  /// `DW_OP_regx`.
  static int register(Expression expression) {
    DebugBytes in = expression.read();
    if (in.left() == 0) {
      return -1;
    }
    int operation = in.u8();
    int register =
        operation >= 0x50 && operation <= 0x6f
            ? operation - 0x50
            : operation == 0x90 && in.left() > 0 ? (int) in.uleb() : -1;
    return in.left() == 0 ? register : -1;
  }
}
