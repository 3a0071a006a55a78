package org.inquest.formats.mangle;

/// What compilers make besides functions and variables (Itanium C++ ABI, 5.1.4): tables, thunks,
/// guards.
final class CxxSpecials {
  private final CxxContext context;
  private final MangledText text;

  CxxSpecials(CxxContext context) {
    this.context = context;
    this.text = context.text;
  }

  CxxNode special() {
    String code = text.take(2);
    return switch (code) {
      case "TV" -> ofType("vtable for ");
      case "TT" -> ofType("VTT for ");
      case "TI" -> ofType("typeinfo for ");
      case "TS" -> ofType("typeinfo name for ");
      case "TF" -> ofType("typeinfo fn for ");
      case "TC" -> vtableIn();
      case "TW" -> ofName("TLS wrapper function for ");
      case "TH" -> ofName("TLS init function for ");
      case "Th" -> {
        offset();
        yield thunk("non-virtual thunk to ");
      }
      case "Tv" -> {
        offset();
        offset();
        yield thunk("virtual thunk to ");
      }
      case "Tc" -> covariant();
      case "GV" -> ofName("guard variable for ");
      case "GA" -> thunk("hidden alias for ");
      case "GR" -> reference();
      case "GT" -> {
        boolean nonTransactional = text.next() == 'n';
        yield thunk(nonTransactional ? "non-transaction clone for " : "transaction clone for ");
      }
      default -> throw new Malformed();
    };
  }

  private CxxNode ofType(String words) {
    return new CxxNode.Special(words, context.types.type());
  }

  private CxxNode ofName(String words) {
    return new CxxNode.Special(words, context.names.name(new CxxNames.Shape(false)));
  }

  private CxxNode thunk(String words) {
    return new CxxNode.Special(words, context.names.encoding());
  }

  private CxxNode vtableIn() {
    CxxNode in = context.types.type();
    offset();
    return new CxxNode.VtableIn(context.types.type(), in);
  }

  private CxxNode covariant() {
    for (int i = 0; i < 2; i++) {
      boolean isVirtual = text.next() == 'v';
      offset();
      if (isVirtual) {
        offset();
      }
    }
    return thunk("covariant return thunk to ");
  }

  private CxxNode reference() {
    CxxNode name = context.names.name(new CxxNames.Shape(false));
    int number = text.end() ? 0 : text.ordinal(36);
    return new CxxNode.Special("reference temporary #" + number + " for ", name);
  }

  private void offset() {
    text.take("n");
    text.number();
    text.want("_");
  }
}
