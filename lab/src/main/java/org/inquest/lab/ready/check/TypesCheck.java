package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Topic;

/// Will a dump carry the kernel's types?
///
/// With CONFIG_DEBUG_INFO_BTF they are part of the kernel's memory, so of every dump. Without, a
/// vmlinux with debug information must be kept for each kernel.
public final class TypesCheck implements Check {
  private static final String BTF = "/sys/kernel/btf/vmlinux";

  @Override
  public Topic topic() {
    return Topic.READING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    if (host.exists(BTF)) {
      return CheckResult.good(BTF, "the dump carries the kernel's types");
    }
    return KernelOptions.has(host, "DEBUG_INFO_BTF")
        .map(has ->
            has
                ? CheckResult.good("CONFIG_DEBUG_INFO_BTF=y", "the dump carries the kernel's types")
                : without("no CONFIG_DEBUG_INFO_BTF"))
        .orElseGet(() ->
            host.live()
                ? without(BTF + ": none")
                : CheckResult.unknown(
                    BTF + ": not in this tree", "could not be seen", "run it on the machine"));
  }

  private static CheckResult without(String seen) {
    return CheckResult.warning(
        seen,
        "a dump alone has no types",
        "keep the vmlinux with debug information of each kernel for --vmlinux, or build with"
            + " CONFIG_DEBUG_INFO_BTF");
  }
}
