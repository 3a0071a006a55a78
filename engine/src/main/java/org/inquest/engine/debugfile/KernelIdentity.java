package org.inquest.engine.debugfile;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.target.Target;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.fault.InquestException;

/// What tells a kernel from all others.
///
/// @param release `uname -r`; `?` where the dump does not say
/// @param buildId of its vmlinux, in hexadecimal
/// @param banner `linux_banner`, the log's first line, without its end of line
public record KernelIdentity(String release, Optional<String> buildId, Optional<String> banner) {
  static final String BANNER = "linux_banner";

  /// What it begins with.
  static final String VERSION = "Linux version ";

  private static final int MAX_BANNER = 512;
  private static final int MAX_NOTES = 1 << 16;

  /// A build-id as linkers make them by default (`--build-id=sha1`).
  private static final String HASH = "[0-9a-f]{40}";

  /// Of a dump's kernel.
  public static KernelIdentity of(Target target) {
    return new KernelIdentity(release(target).orElse("?"), buildId(target), banner(target));
  }

  /// `uname -r` of a dump's kernel; a dump without VMCOREINFO has it in the banner only.
  public static Optional<String> release(Target target) {
    return target
        .vmcoreinfo()
        .text("OSRELEASE")
        .or(() -> banner(target).map(text -> text.substring(VERSION.length()).split(" ", 2)[0]));
  }

  /// Of a kernel whose log is all there is.
  ///
  /// @param release `uname -r`; empty where the log does not say
  /// @param banner the log's first line; empty where the log begins later
  public static KernelIdentity ofLog(String release, String banner) {
    Optional<String> whole = Optional.of(banner.strip()).filter(b -> b.startsWith(VERSION));
    return new KernelIdentity(release.isEmpty() ? "?" : release, Optional.empty(), whole);
  }

  /// `BUILD-ID` in VMCOREINFO (v5.9, 0935288c6e00 "kdump: append kernel build-id string to
  /// VMCOREINFO") is garbage in some stable releases (905415ff3ffb without de3ec364c3c3): what is
  /// no hash of 20 bytes proves nothing. The notes themselves are in the kernel's memory, too.
  private static Optional<String> buildId(Target target) {
    Optional<String> told = target.vmcoreinfo().text("BUILD-ID").filter(id -> id.matches(HASH));
    return told.isPresent() ? told : inMemory(target);
  }

  /// Between `__start_notes` and `__stop_notes` (include/asm-generic/vmlinux.lds.h, NOTES), as
  /// `/sys/kernel/notes` shows them.
  private static Optional<String> inMemory(Target target) {
    OptionalLong start = target.symbols().findAddress("__start_notes");
    OptionalLong stop = target.symbols().findAddress("__stop_notes");
    if (start.isEmpty() || stop.isEmpty()) {
      return Optional.empty();
    }
    long size = stop.getAsLong() - start.getAsLong();
    if (size <= 0 || size > MAX_NOTES) {
      return Optional.empty();
    }
    try {
      byte[] notes = target.memory().read(start.getAsLong(), (int) size);
      return BuildId.inNotes(new Cursor(MemorySegment.ofArray(notes), "the kernel's notes", 0));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> banner(Target target) {
    OptionalLong at = target.symbols().findAddress(BANNER);
    return at.isEmpty()
        ? Optional.empty()
        : target
            .memory()
            .findString(at.getAsLong(), MAX_BANNER)
            .map(String::strip)
            .filter(text -> text.startsWith(VERSION));
  }
}
