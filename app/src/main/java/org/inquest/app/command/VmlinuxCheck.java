package org.inquest.app.command;

import java.nio.file.Path;
import java.util.Optional;
import org.inquest.engine.target.Target;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unsupported;

/// Holds a given vmlinux against the dump's kernel, so that nobody reads on with the wrong one.
final class VmlinuxCheck {
  private VmlinuxCheck() {}

  /// What is to be told of a vmlinux that is right, or that can't be judged.
  ///
  /// BUILD-ID in VMCOREINFO is garbage in some stable releases (905415ff3ffb without de3ec364c3c3):
  /// what is no hash of 20 bytes proves nothing.
  ///
  /// @throws Unsupported where the file is no vmlinux, or that of another kernel
  static String note(Path vmlinux, Target target) {
    Optional<String> theirs;
    try (MappedFile file = MappedFile.open(vmlinux)) {
      theirs = BuildId.of(file);
    } catch (InquestException e) {
      throw new Unsupported("--vmlinux: " + e.getMessage());
    }
    Optional<String> ours =
        target.vmcoreinfo().text("BUILD-ID").filter(id -> id.matches("[0-9a-f]{40}"));
    String release = target.vmcoreinfo().text("OSRELEASE").orElse("?");
    if (ours.isPresent() && theirs.isPresent() && !ours.equals(theirs)) {
      throw new Unsupported(
          "--vmlinux "
              + vmlinux
              + ": is of another kernel: its build-id is "
              + theirs.get()
              + ", the dump's ("
              + release
              + ") is "
              + ours.get());
    }
    return "--vmlinux: this version reads symbols, types and stacks from the dump alone; "
        + (ours.isPresent() && theirs.isPresent()
            ? "the file is the right one and was not needed"
            : "whether the file is of this kernel could not be told, and it was not used");
  }
}
