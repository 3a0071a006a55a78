package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Topic;

/// Whose machine is this? A container shares the host's kernel: the kernel's settings that are seen
/// are the host's, the configuration files are not.
public final class ContainerCheck implements Check {
  @Override
  public Topic topic() {
    return Topic.SAVING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    if (!host.live()) {
      return CheckResult.good("a copy of a machine's files", "judged as the copy has them");
    }
    return Container.mark(host)
        .map(mark ->
            CheckResult.warning(
                mark,
                "a container: kernel settings are the host's, files are not",
                Container.REMEDY))
        .orElseGet(() -> CheckResult.good("no sign of a container", "the machine's own files"));
  }
}
