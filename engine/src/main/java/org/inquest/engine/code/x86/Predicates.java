package org.inquest.engine.code.x86;

/// Names that assemblers give to a comparison together with its predicate: `cmpps` with 1 is
/// `cmpltps`. SDM volume 2, CMPPS, VCMPPS, VPCMPD, PCLMULQDQ.
final class Predicates {
  private static final String[] FLOAT = {
    "eq", "lt", "le", "unord", "neq", "nlt", "nle", "ord",
    "eq_uq", "nge", "ngt", "false", "neq_oq", "ge", "gt", "true",
    "eq_os", "lt_oq", "le_oq", "unord_s", "neq_us", "nlt_uq", "nle_uq", "ord_s",
    "eq_us", "nge_uq", "ngt_uq", "false_os", "neq_os", "ge_oq", "gt_oq", "true_us"
  };
  private static final String[] INTEGER = {"eq", "lt", "le", "", "neq", "nlt", "nle", ""};
  private static final long ANY =
      Mark.PREDICATE8.bit() | Mark.PREDICATE32.bit() | Mark.PREDICATE_INT.bit() | Mark.CLMUL.bit();

  private Predicates() {}

  /// Whether a row's last operand may be part of its name.
  static boolean any(long traits) {
    return (traits & ANY) != 0;
  }

  /// Appends the name with the predicate.
  ///
  /// @return whether there is such a name; nothing was appended where there is none
  static boolean append(String name, long traits, long predicate, StringBuilder to) {
    String word = word(traits, predicate);
    if (word.isEmpty()) {
      return false;
    }
    int stem = stem(name, traits);
    to.append(name, 0, stem).append(word).append(name, stem, name.length());
    return true;
  }

  private static int stem(String name, long traits) {
    if ((traits & Mark.CLMUL.bit()) != 0) {
      return name.length() - 3;
    }
    return name.indexOf("cmp") + 3;
  }

  private static String word(long traits, long predicate) {
    if ((traits & Mark.CLMUL.bit()) != 0) {
      return switch ((int) predicate) {
        case 0x00 -> "lql";
        case 0x01 -> "hql";
        case 0x10 -> "lqh";
        case 0x11 -> "hqh";
        default -> "";
      };
    }
    String[] words = (traits & Mark.PREDICATE_INT.bit()) != 0 ? INTEGER : FLOAT;
    int known = (traits & Mark.PREDICATE32.bit()) != 0 ? 32 : 8;
    return predicate < known ? words[(int) predicate] : "";
  }
}
