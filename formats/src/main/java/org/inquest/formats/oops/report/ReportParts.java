package org.inquest.formats.oops.report;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.oops.ReportBody;
import org.inquest.formats.oops.detail.Detail;
import org.inquest.formats.oops.machine.CpuState;

/// What stands in a report, taken apart.
///
/// @param header who said it, when, on what machine
/// @param cpu registers, program counter, code and exception, of any machine
/// @param body task, program counter, registers, code bytes and modules, in the words of x86
/// @param machine taint and modules, in the words of all machines and of old kernels
/// @param stacks all stacks in their order, with whose they are
/// @param details what its family says in particular: the object, the locks, who waits how long
/// @param facts what single lines say: "Read of size 4 at addr ...", the locks, the details of a
///   stall
public record ReportParts(
    ReportHeader header,
    CpuState cpu,
    ReportBody body,
    Machine machine,
    List<ReportStack> stacks,
    List<Detail> details,
    List<String> facts) {
  /// The first stack of a role.
  public Optional<ReportStack> stack(ReportStack.Role role) {
    return stacks.stream().filter(stack -> stack.role() == role).findFirst();
  }

  /// The details of a family.
  public <T extends Detail> Optional<T> detail(Class<T> family) {
    return details.stream().filter(family::isInstance).map(family::cast).findFirst();
  }

  /// Takes a report apart.
  public static ReportParts of(LogReport report) {
    return new PartsReader(report).read();
  }
}
