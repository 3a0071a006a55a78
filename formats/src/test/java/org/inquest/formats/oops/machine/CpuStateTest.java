package org.inquest.formats.oops.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.inquest.formats.oops.CodeLine.Marked;
import org.inquest.formats.oops.CodeLine.Unreadable;
import org.inquest.formats.oops.Trap;
import org.junit.jupiter.api.Test;

/// One oops of each machine, in its kernel's words.
final class CpuStateTest {
  private static final String X86_64 =
      """
      BUG: unable to handle page fault for address: ffffc90000abc018
      #PF: supervisor write access in kernel mode
      #PF: error_code(0x0002) - not-present page
      PGD 100000067 P4D 100000067 PUD 0
      Oops: Oops: 0002 [#3] SMP NOPTI
      CPU: 1 UID: 0 PID: 77 Comm: cat Tainted: G      D W           6.12.0 #7 PREEMPT(full)
      RIP: 0010:put_it+0x7/0x20 [sick]
      Code: c3 48 8b 47 10 48 89 c3 <48> c7 43 18 00 00 00 00 c3
      RSP: 0018:ffffc90000013bf8 EFLAGS: 00010246
      RAX: 0000000000000001 RBX: ffffc90000abc000 RCX: 0000000000000002
      R08: 0000000000000008 R09: 0000000000000009 R10: 000000000000000a
      FS:  00007f0011223344(0000) GS:ffff88813bc00000(0000) knlGS:0000000000000000
      CS:  0010 DS: 0000 ES: 0000 CR0: 0000000080050033
      CR2: ffffc90000abc018 CR3: 000000001041a000 CR4: 00000000000006b0
      Call Trace:
       vfs_write+0xc7/0x3f0
       entry_SYSCALL_64_after_hwframe+0x76/0x7e
      RIP: 0033:0x7f1122334455
      RAX: ffffffffffffffda RBX: 0000000000000009
      """;

  private static final String X86_32 =
      """
      BUG: unable to handle kernel NULL pointer dereference at 0000000c
      IP: [<c0401234>] put_it+0x4/0x10
      *pde = 00000000
      Oops: 0000 [#1] SMP
      Pid: 598, comm: keeper Not tainted 3.6.1 #1
      EIP: 0060:[<c0401234>] EFLAGS: 00210246 CPU: 1
      EIP is at put_it+0x4/0x10
      EAX: 00000000 EBX: f3cf6120 ECX: f8fc05a0 EDX: f3e16400
      ESI: f3e16400 EDI: f3cf6120 EBP: f180dbf8 ESP: f180dbf8
       DS: 007b ES: 007b FS: 00d8 GS: 00e0 SS: 0068
      CR0: 80050033 CR2: 0000000c CR3: 322aa000 CR4: 000007f0
      Code: 55 89 e5 <8b> 40 0c 5d c3
      """;

  private static final String ARM =
      """
      8<--- cut here ---
      Unable to handle kernel NULL pointer dereference at virtual address 00000018
      [00000018] *pgd=00000000
      Internal error: Oops: 805 [#2] PREEMPT SMP ARM
      CPU: 0 PID: 21 Comm: keeper Not tainted 5.10.2 #10
      PC is at put_it+0x40/0x48 [sick]
      LR is at take_it+0x28/0x48 [sick]
      pc : [<bf00015c>]    lr : [<bf000148>]    psr: 20000093
      sp : 9e4ffe10  ip : 00000002  fp : 00000000
      r10: 82c92c74  r9 : 920a1340  r8 : 920a1341
      r3 : 00000018  r2 : 00040000  r1 : cb584000  r0 : 811b9fa8
      Flags: nzCv  IRQs off  FIQs on  Mode SVC_32  ISA ARM  Segment none
      Control: 10c5387d  Table: 9b54806a  DAC: 00000051
      [<bf00015c>] (put_it) from [<bf000300>] (both+0x10/0x20)
       r10:00000080 r9:00000081 r4:00000082
      Code: e92d4010 e1a04000 e3a03000 e5831018 (e5943000)
      """;

  private static final String ARM64 =
      """
      Unable to handle kernel paging request at virtual address dead000000000108
      Mem abort info:
        ESR = 0x0000000096000044
        EC = 0x25: DABT (current EL), IL = 32 bits
      [dead000000000108] address between user and kernel address ranges
      Internal error: Oops: 0000000096000044 [#1] SMP
      CPU: 2 PID: 9 Comm: kworker/2:1 Not tainted 6.6.0 #1
      pstate: 60400005 (nZCv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)
      pc : put_it+0x1c/0x30 [sick]
      lr : take_it+0x10/0x20
      sp : ffff80000a003c80
      x29: ffff80000a003c80 x28: 0000000000000000 x27: ffff000000000027
      x2 : dead000000000100 x1 : dead000000000122 x0 : ffff000003f0a000
      Call trace:
       put_it+0x1c/0x30 [sick]
      Code: f9400001 f9000422 f9000041 d2802441 (f9000441)
      """;

  private static final String RISCV =
      """
      Unable to handle kernel NULL pointer dereference at virtual address 0000000000000018
      Oops [#1]
      CPU: 0 PID: 1 Comm: init Not tainted 6.1.0 #4
      epc : put_it+0x8/0x20
       ra : take_it+0x12/0x40
      epc : ffffffff80012348 ra : ffffffff80015678 sp : ff20000000013c50
       gp : ffffffff814fbdf8 tp : ff60000001a58000 t0 : ffffffff81403d90
       s2 : 0000000000000002 s10: 000000000000000a t6 : 0000000000000006
      status: 0000000200000120 badaddr: 0000000000000018 cause: 000000000000000f
      [<ffffffff80012348>] put_it+0x8/0x20
      Code: 8082 1141 e422 0800 (ed1c) 6422
      """;

  private static final String PPC64 =
      """
      BUG: Kernel NULL pointer dereference on write at 0x00000018
      Faulting instruction address: 0xc0000000007a1234
      Oops: Kernel access of bad area, sig: 11 [#1]
      LE PAGE_SIZE=64K MMU=Radix SMP NR_CPUS=2048 NUMA pSeries
      CPU: 1 PID: 191 Comm: keeper Not tainted 5.14.0 #1
      NIP:  c0000000007a1234 LR: c0000000007a1200 CTR: 0000000000000000
      REGS: c000000010f92e30 TRAP: 0300   Not tainted  (5.14.0)
      MSR:  8000000000009033 <SF,EE,ME,IR,DR,RI,LE>  CR: 48228222  XER: 20040000
      CFAR: c00000000873b7c0 DAR: 0000000000000018 DSISR: 42000000 IRQMASK: 0
      GPR00: c000000008068df8 c000000010f930b0 c0000000091380e0 0000000000000015
      GPR04: 0000000000000004 0000000000000005 0000000000000006 0000000000000007
      NIP [c0000000007a1234] .put_it+0x24/0x60
      LR [c0000000007a1200] take_it+0x10/0x40
      Call Trace:
      [c000000010f930b0] [c0000000007a1200] take_it+0x10/0x40 (unreliable)
      Instruction dump:
      60000000 7f44d378 7f63db78 486c7eb9
      3c62ff84 38635108 <f8690018> 60000000
      """;

  private static final String S390X =
      """
      Unable to handle kernel pointer dereference in virtual kernel address space
      Failing address: 000000000000f000 TEID: 000000000000f483
      Oops: 0004 ilc:3 [#1] SMP
      CPU: 3 PID: 555 Comm: keeper Not tainted 5.14.0 #1
      Krnl PSW : 0704c00180000000 000000000012345a (put_it+0x1a/0x40 [sick])
                 R:0 T:1 IO:1 EX:1 Key:0 M:1 W:0 P:0 AS:3 CC:0 PM:0 RI:0 EA:3
      Krnl GPRS: 0000000000010000 0000000000000001 0000000000000002 0000000000000003
                 0000000000000004 0000000000000005 0000000000000006 0000000000000007
                 0000000000000008 0000000000000009 000000000000000a 000000000000000b
                 000000000000000c 000000000000000d 000000000000000e 00000000075e1c68
      Krnl Code: 0000000000123450: c020ffffe006        larl    %r2,000000000011f45c
                #0000000000123456: a7f40001            brc     15,0000000000123458
                >000000000012345a: e31020080024        stg     %r1,8(%r2)
                 0000000000123460: 07fe                bcr     15,%r14
      Call Trace:
       [<000000000012345a>] put_it+0x1a/0x40 [sick]
      """;

  private static CpuState read(String text) {
    return CpuState.read(text.lines().toList());
  }

  private static byte[] fromMark(CpuState state, int count) {
    Marked code = (Marked) state.code().orElseThrow();
    return java.util.Arrays.copyOfRange(
        code.code().bytes(), code.code().mark(), code.code().mark() + count);
  }

  @Test
  void theKernelsSetOfX86() {
    CpuState state = read(X86_64);
    assertThat(state.processor()).isEqualTo(Processor.X86_64);
    assertThat(state.trap()).contains(Trap.PAGE_FAULT);
    assertThat(state.address()).hasValue(0xffffc90000abc018L);
    assertThat(state.errorCode()).hasValue(2);
    assertThat(state.number()).isEqualTo(3);
    assertThat(state.selector()).isEqualTo(OptionalInt.of(0x10));
    assertThat(state.at().orElseThrow().toString()).isEqualTo("put_it+0x7/0x20 [sick]");
    assertThat(state.programCounter()).isEmpty();
    assertThat(state.registers())
        .containsEntry("rbx", 0xffffc90000abc000L)
        .containsEntry("rsp", 0xffffc90000013bf8L)
        .containsEntry("r8", 8L)
        .containsEntry("r10", 10L)
        .containsEntry("gs", 0xffff88813bc00000L)
        .containsEntry("rax", 1L);
    assertThat(fromMark(state, 3)).containsExactly(0x48, 0xc7, 0x43);
  }

  @Test
  void registersOfUserModeAreNotTheKernels() {
    CpuState state =
        read(
            "BUG: KASAN: use-after-free in f+0x1/0x2\n"
                + X86_64.substring(X86_64.indexOf("RIP: 0033")));
    assertThat(state.registers()).isEmpty();
    assertThat(state.trap()).isEmpty();
    assertThat(state.address()).isEmpty();
  }

  @Test
  void x86With32Bits() {
    CpuState state = read(X86_32);
    assertThat(state.processor()).isEqualTo(Processor.X86_32);
    assertThat(state.selector()).isEqualTo(OptionalInt.of(0x60));
    assertThat(state.at().orElseThrow().function()).isEqualTo("put_it");
    assertThat(state.programCounter()).hasValue(0xc0401234L);
    assertThat(state.address()).hasValue(0xc);
    assertThat(state.registers()).containsEntry("esp", 0xf180dbf8L).containsEntry("gs", 0xe0L);
    assertThat(fromMark(state, 3)).containsExactly(0x8b, 0x40, 0x0c);
  }

  @Test
  void arm() {
    CpuState state = read(ARM);
    assertThat(state.processor()).isEqualTo(Processor.ARM);
    assertThat(state.address()).hasValue(0x18);
    assertThat(state.errorCode()).hasValue(0x805);
    assertThat(state.programCounter()).hasValue(0xbf00015cL);
    assertThat(state.at().orElseThrow().module()).isEqualTo("sick");
    assertThat(state.registers())
        .containsEntry("r3", 0x18L)
        .containsEntry("r9", 0x920a1340L)
        .doesNotContainKey("r4");
    assertThat(fromMark(state, 4)).containsExactly(0x00, 0x30, 0x94, 0xe5);
  }

  @Test
  void arm64() {
    CpuState state = read(ARM64);
    assertThat(state.processor()).isEqualTo(Processor.ARM64);
    assertThat(state.address()).hasValue(0xdead000000000108L);
    assertThat(state.errorCode()).hasValue(0x96000044L);
    assertThat(state.at().orElseThrow().offset()).isEqualTo(0x1c);
    assertThat(state.registers())
        .containsEntry("x2", 0xdead000000000100L)
        .containsEntry("x29", 0xffff80000a003c80L)
        .containsEntry("sp", 0xffff80000a003c80L);
    assertThat(((Marked) state.code().orElseThrow()).unit()).isEqualTo(4);
  }

  @Test
  void riscv() {
    CpuState state = read(RISCV);
    assertThat(state.processor()).isEqualTo(Processor.RISCV);
    assertThat(state.address()).hasValue(0x18);
    assertThat(state.errorCode()).hasValue(15);
    assertThat(state.programCounter()).hasValue(0xffffffff80012348L);
    assertThat(state.registers())
        .containsEntry("s10", 10L)
        .containsEntry("tp", 0xff60000001a58000L);
    assertThat(fromMark(state, 2)).containsExactly(0x1c, 0xed);
  }

  @Test
  void powerpc() {
    CpuState state = read(PPC64);
    assertThat(state.processor()).isEqualTo(Processor.PPC64);
    assertThat(state.trap()).contains(Trap.PAGE_FAULT);
    assertThat(state.address()).hasValue(0x18);
    assertThat(state.errorCode()).hasValue(0x42000000L);
    assertThat(state.at().orElseThrow().function()).isEqualTo("put_it");
    assertThat(state.programCounter()).hasValue(0xc0000000007a1234L);
    assertThat(state.registers()).containsEntry("r1", 0xc000000010f930b0L).containsEntry("r7", 7L);
    assertThat(fromMark(state, 4)).containsExactly(0x18, 0x00, 0x69, 0xf8);
  }

  @Test
  void s390() {
    CpuState state = read(S390X);
    assertThat(state.processor()).isEqualTo(Processor.S390X);
    assertThat(state.address()).hasValue(0xf000);
    assertThat(state.errorCode()).hasValue(4);
    assertThat(state.at().orElseThrow().module()).isEqualTo("sick");
    assertThat(state.programCounter()).hasValue(0x12345a);
    assertThat(state.registers())
        .containsEntry("r0", 0x10000L)
        .containsEntry("r15", 0x75e1c68L)
        .containsEntry("psw", 0x0704c00180000000L);
    assertThat(fromMark(state, 3)).containsExactly(0xe3, 0x10, 0x20);
  }

  @Test
  void aJumpIntoNothingNamesItsOwnAddress() {
    CpuState state =
        read(
            """
            BUG: kernel NULL pointer dereference, address: 0000000000000000
            #PF: error_code(0x0010) - not-present page
            Oops: 0010 [#1] SMP
            RIP: 0010:0x0
            Code: Unable to access opcode bytes at 0xffffffffffffffd6.
            RSP: 0018:ffffc90000013bf8 EFLAGS: 00010246
            """);
    assertThat(state.programCounter()).hasValue(0);
    assertThat(state.code().orElseThrow()).isInstanceOf(Unreadable.class);
  }

  @Test
  void anOopsAfterAWarningHasItsOwnRegisters() {
    CpuState state =
        read(
            "WARNING: CPU: 1 PID: 2 at a.c:1 f+0x1/0x2\nRIP: 0010:f+0x1/0x2\nRAX: 00000000000000ff\n"
                + X86_64);
    assertThat(state.at().orElseThrow().function()).isEqualTo("put_it");
    assertThat(state.register("rax")).hasValue(1);
  }

  @Test
  void hashedAddressOfAStackOverflowIsNotBelieved() {
    String text =
        "BUG: stack guard page was hit at 00000000abcd1234 (stack is 0000..0001)\nkernel stack overflow (page fault): 0000 [#1] SMP\n";
    assertThat(read(text + X86_64.substring(X86_64.indexOf("RIP: "))).address())
        .hasValue(0xffffc90000abc018L);
    assertThat(read(text).address()).isEqualTo(OptionalLong.empty());
  }

  @Test
  void halvesAndNoiseAreHarmless() {
    Random random = new Random(6);
    for (String text : List.of(X86_64, X86_32, ARM, ARM64, RISCV, PPC64, S390X)) {
      for (int cut = 0; cut < text.length(); cut += 5) {
        read(text.substring(cut));
        StringBuilder bent = new StringBuilder(text);
        for (int i = 0; i < 40; i++) {
          bent.setCharAt(random.nextInt(bent.length()), (char) (32 + random.nextInt(95)));
        }
        assertThat(read(bent.toString()).registers()).isNotNull();
      }
    }
  }
}
