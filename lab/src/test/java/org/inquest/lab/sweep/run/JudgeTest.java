package org.inquest.lab.sweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.lab.sweep.agent.CaseReply;
import org.inquest.lab.sweep.machine.SweptMachine;
import org.junit.jupiter.api.Test;

final class JudgeTest {
  private static final SweepCase CASE = SweepCase.of("remove", 4);

  private static final List<String> INJECTED =
      """
      [    5.788438] FAULT_INJECTION: forcing a failure.
      [    5.788438] name failslab, interval 1, probability 0, space 0, times 0
      [    5.788438] CPU: 0 PID: 45 Comm: agent Not tainted 6.1.192-hacks #1
      [    5.788438] Call Trace:
      [    5.788438]  <TASK>
      [    5.788438]  dump_stack_lvl+0x34/0x48
      [    5.788438]  should_fail_ex.cold+0x5/0xa
      [    5.788438]  should_failslab+0x5/0x10
      [    5.788438]  kmem_cache_alloc+0x3c/0x2a0
      [    5.788438]  ext4_free_blocks+0x4fe/0xa40
      [    5.788438]  ext4_truncate+0x21c/0x370
      [    5.788438]  do_unlinkat+0x1c3/0x2b0
      [    5.788438]  __x64_sys_unlink+0x1a/0x20
      [    5.788438]  </TASK>
      """
          .lines()
          .toList();

  private static final List<String> OOPS =
      """
      [    5.812346] BUG: kernel NULL pointer dereference, address: 0000000000000028
      [    5.812346] Oops: 0002 [#1] PREEMPT SMP NOPTI
      [    5.812346] CPU: 0 PID: 45 Comm: agent Not tainted 6.1.192-hacks #1
      [    5.812346] RIP: 0010:ext4_free_blocks+0x509/0xa40
      [    5.812346] Call Trace:
      [    5.812346]  ext4_truncate+0x21c/0x370
      [    5.812346] ---[ end trace 0000000000000000 ]---
      """
          .lines()
          .toList();

  private static CaseReply reply(String rest) {
    return new CaseReply(
        switch (rest) {
          case "unkillable" -> CaseReply.Ending.UNKILLABLE;
          case "timeout" -> CaseReply.Ending.TIMEOUT;
          default -> CaseReply.Ending.ENDED;
        },
        45,
        true,
        true,
        12,
        0,
        0,
        20,
        rest.equals("tainted") ? 512 : 0,
        switch (rest) {
          case "complains" -> "a file is gone";
          case "unkillable" -> "[<0>] ext4_wait+0x12/0x30\n[<0>] ext4_sync+0x1/0x2\n";
          default -> "";
        });
  }

  private static CaseResult judge(Optional<CaseReply> reply, List<String> log) {
    return new Judge(0).judge(CASE, new SweptMachine.Outcome(reply, log));
  }

  @Test
  void namesThePlaceThatWasMadeToFail() {
    CaseResult result = judge(Optional.of(reply("")), INJECTED);
    assertThat(result.fine()).isTrue();
    assertThat(result.injected()).isTrue();
    assertThat(result.site().orElseThrow().words())
        .startsWith("ext4_free_blocks+0x4fe < ext4_truncate+0x21c");
  }

  @Test
  void takesAReportForDamage() {
    List<String> log = new ArrayList<>(INJECTED);
    log.addAll(OOPS);
    CaseResult result = judge(Optional.of(reply("")), log);
    assertThat(result.damage()).contains(Damage.REPORT);
    assertThat(result.what()).contains("NULL pointer dereference in ext4_free_blocks");
  }

  @Test
  void tellsEveryOtherWayToGoWrong() {
    assertThat(judge(Optional.empty(), INJECTED).damage()).contains(Damage.HANG);
    assertThat(judge(Optional.of(reply("timeout")), INJECTED).damage()).contains(Damage.TIMEOUT);
    assertThat(judge(Optional.of(reply("tainted")), INJECTED).damage()).contains(Damage.TAINT);
    assertThat(judge(Optional.of(reply("complains")), INJECTED).damage())
        .contains(Damage.WRONG_SUCCESS);
    CaseResult stuck = judge(Optional.of(reply("unkillable")), INJECTED);
    assertThat(stuck.damage()).contains(Damage.UNKILLABLE);
    assertThat(stuck.what()).isEqualTo("it sleeps in ext4_wait < ext4_sync");
  }

  @Test
  void knowsABugByItsFunctionWhoeverCalledIt() {
    CaseResult one = judge(Optional.of(reply("")), OOPS);
    List<String> other = OOPS.stream().map(l -> l.replace("ext4_truncate", "ext4_rm")).toList();
    CaseResult two = judge(Optional.of(reply("")), other);
    assertThat(one.finding()).isNotEmpty().isEqualTo(two.finding());
    assertThat(judge(Optional.of(reply("complains")), INJECTED).finding())
        .isNotEqualTo(one.finding());
  }
}
