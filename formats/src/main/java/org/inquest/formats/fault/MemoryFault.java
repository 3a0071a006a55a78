package org.inquest.formats.fault;

/// There are no bytes at an address of the target. Normal in a filtered dump, so it is cheap: it
/// has no stack trace.
public final class MemoryFault extends InquestException {
  /// Why the bytes can't be had. These are never merged: the difference decides what a conclusion
  /// may say.
  public enum Reason {
    /// makedumpfile left the page out (free, user, cache page).
    FILTERED("filtered out of the dump"),
    /// An ELF segment is shorter in the file than in memory: filtered or zero, the file does not
    /// tell which.
    FILTERED_OR_ZERO("filtered out of the dump, or zero"),
    /// The dump is incomplete or cut off.
    LOST("lost: the dump is cut off or incomplete"),
    /// The page is in the file but does not decompress.
    UNDECODABLE("in the dump, but will not decompress"),
    /// The machine has no memory there.
    NO_MEMORY("no such physical memory"),
    /// The page tables map nothing there.
    NOT_MAPPED("not mapped"),
    /// The page is on a swap device.
    SWAPPED_OUT("swapped out"),
    /// The page is not in memory: nobody has touched it yet, or it is being moved.
    NOT_PRESENT("not in memory (never touched, or being moved)"),
    /// The page of a file is not in the page cache.
    NOT_CACHED("not in the page cache"),
    /// Not a canonical address of this machine.
    NON_CANONICAL("not a canonical address");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /// In words, for a sentence: "0xffff... is *filtered out of the dump*".
    public String text() {
      return text;
    }
  }

  private final long address;
  private final boolean physical;
  private final Reason reason;

  /// @param address first byte that can't be read
  /// @param physical whether `address` is physical
  /// @param reason why
  public MemoryFault(long address, boolean physical, Reason reason) {
    super("", false);
    this.address = address;
    this.physical = physical;
    this.reason = reason;
  }

  @Override
  public String getMessage() {
    return (physical ? "physical address 0x" : "address 0x")
        + Long.toHexString(address)
        + " is "
        + reason.text();
  }

  /// First byte that can't be read.
  public long address() {
    return address;
  }

  /// Whether [#address] is physical.
  public boolean physical() {
    return physical;
  }

  /// Why the bytes can't be had.
  public Reason reason() {
    return reason;
  }
}
