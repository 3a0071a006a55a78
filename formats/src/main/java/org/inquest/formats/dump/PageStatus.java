package org.inquest.formats.dump;

import org.inquest.formats.fault.MemoryFault;

/// What a container knows of one page frame. The states are never merged: what kept us from looking
/// is part of a verdict.
public enum PageStatus {
  /// The bytes are in the file.
  PRESENT(MemoryFault.Reason.NO_MEMORY),
  /// The page was all zero and is not stored.
  ZERO(MemoryFault.Reason.NO_MEMORY),
  /// The page existed and was left out on purpose.
  FILTERED(MemoryFault.Reason.FILTERED),
  /// An ELF segment with p_filesz < p_memsz: left out, or zero; the file can't tell.
  FILTERED_OR_ZERO(MemoryFault.Reason.FILTERED_OR_ZERO),
  /// The file ends before the page, or the writer ran out of disk.
  LOST(MemoryFault.Reason.LOST),
  /// The page's bytes are there but damaged.
  UNDECODABLE(MemoryFault.Reason.UNDECODABLE),
  /// The machine had no memory there, as far as the file knows.
  ABSENT(MemoryFault.Reason.NO_MEMORY);

  private final MemoryFault.Reason reason;

  PageStatus(MemoryFault.Reason reason) {
    this.reason = reason;
  }

  /// Whether a read gives bytes.
  public boolean readable() {
    return this == PRESENT || this == ZERO;
  }

  /// The fault that a read of such a page raises; meaningless where [#readable].
  public MemoryFault.Reason reason() {
    return reason;
  }
}
