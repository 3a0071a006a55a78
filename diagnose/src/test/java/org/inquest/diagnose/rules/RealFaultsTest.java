package org.inquest.diagnose.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.facts.DumpFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.rules.fault.KernelOopsRule;
import org.inquest.diagnose.rules.memory.ListCorruptionRule;
import org.inquest.diagnose.rules.panic.KernelPanicRule;
import org.inquest.diagnose.rules.panic.RequestedDumpRule;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.testkit.SharedDumps;
import org.inquest.kernel.panic.Ending;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The fault rules on real dumps, against what was done to the guests.
class RealFaultsTest {
  private static Optional<Found> found(Rule rule, DumpFacts facts) {
    List<Verdict> verdicts = rule.examine(facts);
    return verdicts.stream().filter(Found.class::isInstance).map(Found.class::cast).findFirst();
  }

  @Test
  void nullWriteInAModule() {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump("61-null.kdump")))) {
      DumpFacts facts = new DumpFacts(target);
      Found found = found(new KernelOopsRule(), facts).orElseThrow();
      assertEquals(
          "NULL pointer write: free_metadata() of module sick, called from trigger_write(), wrote"
              + " to offset 24 (0x18) of a NULL pointer, the unchecked result of alloc_extent(), in"
              + " PID 1 (init) on CPU 0",
          found.claim());
      String origin =
          "movq $0x1000,0x18(%rax) at free_metadata.constprop.0.isra.0+0xa: rax is the result of"
              + " alloc_extent.constprop.0(), called at free_metadata.constprop.0.isra.0+0x5, which"
              + " nothing on the way here compares with anything; that function returns NULL";
      assertTrue(found.evidence().contains(new Evidence.Note(origin)), found.evidence()::toString);
      Fault fault = facts.faults().getFirst();
      assertTrue(fault.registers().isPresent());
      assertEquals(0, fault.register("rax").orElseThrow());
      assertTrue(found(new ListCorruptionRule(), facts).isEmpty());
      assertTrue(found(new RequestedDumpRule(), facts).isEmpty());
    }
  }

  @Test
  void watchdogIsOnlyWhatTookTheDump() {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump("hacks-ipmi.kdump")))) {
      Found found = found(new KernelPanicRule(), new DumpFacts(target)).orElseThrow();
      assertEquals(Role.TRIGGER, found.role());
      assertTrue(found.claim().startsWith("The IPMI watchdog's pre-timeout NMI panicked"));
    }
  }

  @Test
  void logsEqualTheirConsoles() {
    for (Path dump : SharedDumps.all()) {
      try (Target target = TargetOpener.open(List.of(dump))) {
        DumpFacts facts = new DumpFacts(target);
        assertTrue(facts.log().orElseThrow().complete(), dump::toString);
        assertTrue(
            facts.log().get().records().getFirst().text().startsWith("Linux version "),
            dump::toString);
        Ending.Kind kind = facts.ending().orElseThrow().kind();
        String name = dump.getFileName().toString();
        assertEquals(
            name.equals("61-null.kdump")
                ? Ending.Kind.OOPS
                : name.equals("hacks-ipmi.kdump") ? Ending.Kind.WATCHDOG : Ending.Kind.UNKNOWN_NMI,
            kind,
            name);
      }
    }
  }

  @Test
  void sampleWasTakenByAnNmi() {
    Path sample =
        Path.of(System.getProperty("inquest.root", "..")).resolve("samples/hacks-mincore.kdump");
    Assumptions.assumeTrue(Files.exists(sample), "no sample " + sample);
    try (Target target = TargetOpener.open(List.of(sample))) {
      DumpFacts facts = new DumpFacts(target);
      assertEquals(List.of(), facts.faults());
      Found found = found(new RequestedDumpRule(), facts).orElseThrow();
      assertTrue(found.claim().startsWith("The panic is only the NMI that took the dump"));
    }
  }
}
