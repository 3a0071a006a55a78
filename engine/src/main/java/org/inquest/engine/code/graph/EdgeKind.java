package org.inquest.engine.code.graph;

/// How one function leads to another, and how sure that is.
public enum EdgeKind {
  /// A call instruction that names its target.
  CALL("calls"),
  /// A jump out of the function: the caller's frame is gone (tail call), or the two share code.
  TAIL("jumps to"),
  /// A call of a trampoline whose target the kernel may patch (`static_call`,
  /// include/linux/static_call.h); the trampoline's own jump leads on.
  STATIC("static call of"),
  /// A call or jump through a pointer at a fixed address, such as `pv_ops` or a table: the function
  /// is what that memory holds in the image; the running kernel may have changed it.
  POINTER("calls through a pointer, at first"),
  /// The function's address is computed: handed out, stored or compared.
  ADDRESS("takes the address of"),
  /// A call or jump through a register or through memory at an address not known; no target.
  INDIRECT("calls through a pointer");

  private static final EdgeKind[] ALL = values();

  private final String verb;

  EdgeKind(String verb) {
    this.verb = verb;
  }

  /// What the one does to the other: `calls`.
  public String verb() {
    return verb;
  }

  /// Whether control goes along the edge, rather than only an address.
  public boolean transfers() {
    return this != ADDRESS;
  }

  static boolean exists(byte ordinal) {
    return ordinal >= 0 && ordinal < ALL.length;
  }

  static EdgeKind of(byte ordinal) {
    return ALL[ordinal];
  }
}
