package org.inquest.lab.run;

import java.nio.file.Path;
import java.util.List;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.capture.Capture;
import org.inquest.lab.capture.CrashKernelCapture;
import org.inquest.lab.capture.QemuCapture;
import org.inquest.lab.guest.Guest;
import org.inquest.lab.process.Workspace;
import org.inquest.lab.scenario.Scenario;

/// How a run gets the dump out of its guest: what the machine needs for it, what is done while the
/// guest runs, and what afterwards.
sealed interface Salvage permits CrashKernelSalvage, QemuSalvage {

  /// The way of a capture.
  ///
  /// @param workspace where a dump waits until the guest has ended
  static Salvage of(Capture capture, Scenario scenario, Progress progress, Workspace workspace) {
    return switch (capture) {
      case CrashKernelCapture crash -> new CrashKernelSalvage(crash, scenario, progress, workspace);
      case QemuCapture qemu -> new QemuSalvage(qemu, scenario, progress, workspace);
    };
  }

  /// The raw file that the guest has as `/dev/vda`.
  Path disk();

  /// Words for the command line of the guest's kernel.
  List<String> kernelArguments();

  /// Arguments for QEMU.
  List<String> devices();

  /// Makes everything ready for a guest that is about to boot.
  void prepare();

  /// Ends the guest's kernel as the scenario says, and waits until its memory is saved.
  ///
  /// @throws Unavailable if it is not, and why
  void take(Guest guest);

  /// Makes the dump of what was saved.
  ///
  /// @param folder where it goes
  /// @param name without suffix
  /// @param console what the guest printed
  /// @return the dump's files
  /// @throws Unavailable if there is no room
  List<Path> keep(Path folder, String name, List<String> console);
}
