package org.inquest.kernel.text;

/// One place that the kernel patches, and in which state the dump has it.
///
/// @param address of the first byte
/// @param length bytes that are patched together
/// @param kind which table it is from
/// @param subject what it belongs to: the key of a jump label, the name of a static call
/// @param state what the bytes do now, for a person: "off: falls through"
/// @param problem why the bytes are none that the kernel writes there; empty where they are
public record PatchSite(
    long address, int length, Kind kind, String subject, String state, String problem) {

  /// The kernel's mechanisms that rewrite code at any time.
  public enum Kind {
    JUMP_LABEL("jump label"),
    STATIC_CALL("static call"),
    FTRACE("ftrace"),
    KPROBE("kprobe");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /// In words.
    public String title() {
      return title;
    }
  }

  /// One line: `jump label memcg_kmem_enabled_key is off: falls through`.
  public String describe() {
    StringBuilder out = new StringBuilder(kind.title());
    if (!subject.isEmpty()) {
      out.append(' ').append(subject);
    }
    out.append(' ').append(state);
    if (!problem.isEmpty()) {
      out.append("; ").append(problem);
    }
    return out.toString();
  }

  /// Whether an address lies in it.
  public boolean contains(long other) {
    return Long.compareUnsigned(other - address, length) < 0;
  }
}
