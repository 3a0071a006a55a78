package org.inquest.app.command;

import java.nio.file.Path;
import java.util.Optional;
import org.inquest.engine.debugfile.DebugPackage;
import org.inquest.engine.debugfile.FileJudge.Finding;
import org.inquest.engine.debugfile.KernelJudge;
import org.inquest.engine.debugfile.UnpackedKernels;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unsupported;

/// Holds a given vmlinux against the dump's kernel, so that nobody reads on with the wrong one.
final class VmlinuxCheck {
  private VmlinuxCheck() {}

  /// What is to be told of a vmlinux that can't be judged; empty for one that is right.
  ///
  /// @throws Unsupported where the file is no vmlinux, or that of another kernel
  static Optional<String> doubt(Path vmlinux, KernelJudge judge) {
    try (ElfFile file = ElfFile.read(MappedFile.open(unpacked(vmlinux)))) {
      return switch (judge.judge(file)) {
        case Finding.Right right -> Optional.empty();
        case Finding.Unknown unknown ->
            Optional.of("--vmlinux: whether the file is of this kernel could not be told");
        case Finding.Wrong wrong ->
            throw new Unsupported("--vmlinux " + vmlinux + ": " + wrong.why() + wanted(judge));
      };
    } catch (Unsupported e) {
      throw e.getMessage().startsWith("--vmlinux")
          ? e
          : new Unsupported("--vmlinux: " + e.getMessage());
    } catch (InquestException e) {
      throw new Unsupported("--vmlinux: " + e.getMessage());
    }
  }

  /// Where a packed vmlinux lies unpacked; the file itself where it is not packed.
  static Path unpacked(Path vmlinux) {
    return new UnpackedKernels(DebugSearch.unpacked()).of(vmlinux);
  }

  private static String wanted(KernelJudge judge) {
    return DebugPackage.of(judge.identity())
        .map(p -> "; " + p.distribution() + "'s package with the right one: " + p.name())
        .orElse("");
  }
}
