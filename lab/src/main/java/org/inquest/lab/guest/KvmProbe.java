package org.inquest.lab.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.inquest.formats.fault.InquestException;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.process.Workspace;

/// Whether guests truly run under KVM on this machine.
///
/// That `/dev/kvm` opens says little: in a virtual machine whose own host does not nest well, it
/// opens and guests hang at their first instructions. So a kernel is booted, without a file system,
/// once for each boot of this machine; the answer is kept.
public final class KvmProbe {
  private static final Path DEVICE = Path.of("/dev/kvm");
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  // A kernel under KVM prints at once and is through in a second or two, one with many CPUs too.
  private static final Duration FIRST_LINE = Duration.ofSeconds(5);
  private static final Duration WHOLE_BOOT = Duration.ofSeconds(15);
  // Without a root file system that is how far a kernel gets.
  private static final String END = ConsoleWords.PANIC + ": VFS";
  private static final int MEGABYTES = 256;

  private final Path answers;
  private final Path device;
  private final Path boot;

  /// @param answers the file that keeps the answer
  public KvmProbe(Path answers) {
    this(answers, DEVICE, BOOT);
  }

  KvmProbe(Path answers, Path device, Path boot) {
    this.answers = answers;
    this.device = device;
    this.boot = boot;
  }

  /// The fastest accelerator that works.
  ///
  /// @param kernel bzImage to try
  /// @param progress told if it has to be tried
  public Accelerator fastest(Path kernel, Workspace workspace, Consumer<String> progress) {
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      return Accelerator.TCG;
    }
    String machine = bootId();
    Optional<Accelerator> known = known(machine);
    if (known.isPresent()) {
      return known.get();
    }
    progress.accept("trying whether guests run under KVM (once after each boot of this machine)");
    Accelerator found = boots(kernel, workspace) ? Accelerator.KVM : Accelerator.TCG;
    if (!machine.isEmpty()) {
      remember(machine, found);
    }
    return found;
  }

  private static boolean boots(Path kernel, Workspace workspace) {
    Machine machine =
        Machine.bare(
            Accelerator.KVM,
            kernel,
            MEGABYTES,
            List.of("earlyprintk=ttyS0", "panic=-1", "tsc=unstable"));
    try (Guest guest = workspace.own(Guest.boot(machine, workspace.folder(), line -> {}))) {
      return guest.console().waitFor(l -> !l.isBlank(), Deadline.in(FIRST_LINE)).isPresent()
          && guest.console().waitFor(l -> l.contains(END), Deadline.in(WHOLE_BOOT)).isPresent();
    }
  }

  /// One line: the boot of this machine, a space, the answer.
  private Optional<Accelerator> known(String machine) {
    try {
      String[] words = Files.readString(answers).strip().split(" ");
      return words.length == 2 && words[0].equals(machine)
          ? Optional.of(Accelerator.parse(words[1]))
          : Optional.empty();
    } catch (IOException | InquestException e) {
      return Optional.empty(); // Never asked, or damaged: it is asked again.
    }
  }

  private void remember(String machine, Accelerator found) {
    try {
      Files.writeString(answers, machine + " " + found.name().toLowerCase(java.util.Locale.ROOT));
    } catch (IOException e) {
      // It is asked again next time: slower, not wrong.
    }
  }

  private String bootId() {
    try {
      return Files.readString(boot).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
