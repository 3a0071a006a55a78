package org.inquest.formats.btf;

/// `BTF_KIND_*`, as they are numbered in include/uapi/linux/btf.h. An open family: newer kernels
/// add kinds, so a kind is an `int` and [#nameOf] has an answer for every one.
public final class BtfKind {
  public static final int VOID = 0;
  public static final int INT = 1;
  public static final int PTR = 2;
  public static final int ARRAY = 3;
  public static final int STRUCT = 4;
  public static final int UNION = 5;
  public static final int ENUM = 6;
  public static final int FWD = 7;
  public static final int TYPEDEF = 8;
  public static final int VOLATILE = 9;
  public static final int CONST = 10;
  public static final int RESTRICT = 11;
  public static final int FUNC = 12;
  public static final int FUNC_PROTO = 13;
  public static final int VAR = 14;
  public static final int DATASEC = 15;

  /// b1828f0b0418 ("bpf: Add BTF_KIND_FLOAT to uapi"), v5.13.
  public static final int FLOAT = 16;

  /// b5ea834dde6b ("bpf: Support for new btf kind BTF_KIND_TAG"), v5.16.
  public static final int DECL_TAG = 17;

  /// 8c42d2fa4eea ("bpf: Support BTF_KIND_TYPE_TAG for btf_type_tag attributes"), v5.17.
  public static final int TYPE_TAG = 18;

  /// 6089fb325cf7 ("bpf: Add btf enum64 support"), v6.0.
  public static final int ENUM64 = 19;

  private static final String[] NAMES = {
    "VOID",
    "INT",
    "PTR",
    "ARRAY",
    "STRUCT",
    "UNION",
    "ENUM",
    "FWD",
    "TYPEDEF",
    "VOLATILE",
    "CONST",
    "RESTRICT",
    "FUNC",
    "FUNC_PROTO",
    "VAR",
    "DATASEC",
    "FLOAT",
    "DECL_TAG",
    "TYPE_TAG",
    "ENUM64",
  };

  /// Words (of four bytes) that follow `struct btf_type` once, then for each of its `vlen`
  /// elements.
  private static final byte[] FIXED_WORDS = {
    0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0
  };

  private static final byte[] ELEMENT_WORDS = {
    0, 0, 0, 0, 3, 3, 2, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0, 3
  };

  private BtfKind() {}

  /// `BTF_KIND_STRUCT`, or `BTF_KIND_? (42)`.
  public static String nameOf(int kind) {
    return "BTF_KIND_" + (kind >= 0 && kind < NAMES.length ? NAMES[kind] : "? (" + kind + ")");
  }

  static int known() {
    return NAMES.length;
  }

  static int fixedWords(int kind) {
    return FIXED_WORDS[kind];
  }

  static int elementWords(int kind) {
    return ELEMENT_WORDS[kind];
  }
}
