package org.inquest.diagnose.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.inquest.diagnose.value.Machine;
import org.inquest.engine.type.BtfTypes;
import org.inquest.engine.type.Types;
import org.inquest.formats.btf.Btf;
import org.inquest.formats.btf.BtfKind;
import org.inquest.formats.oops.CodeLine;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.TrapReport;
import org.inquest.formats.oops.LogEventReader;
import org.inquest.formats.oops.LogLine;
import org.inquest.formats.oops.Trap;
import org.inquest.formats.testkit.BtfImage;
import org.junit.jupiter.api.Test;

/// Faults as logs tell them.
final class OopsExplanationTest {
  /// Of 4.10 and later: no address of the program counter.
  private static final String OOPS =
      """
      [    1.100000] Freeing unused kernel image (initmem) memory: 2048K
      [    4.404811] BUG: kernel NULL pointer dereference, address: 0000000000000018
      [    4.405172] #PF: supervisor write access in kernel mode
      [    4.405297] #PF: error_code(0x0002) - not-present page
      [    4.405814] Oops: 0002 [#1] PREEMPT SMP NOPTI
      [    4.406036] CPU: 3 PID: 12 Comm: cat Not tainted 6.1.0-x #1
      [    4.406424] RIP: 0010:put+0x7/0x20
      [    4.406424] Code: c3 48 8b 47 10 48 89 c3 <48> c7 43 18 00 00 00 00 c3
      [    4.406424] RSP: 0018:ffffc90000013bf8 EFLAGS: 00010246
      [    4.406424] RAX: 0000000000000000 RBX: 0000000000000000 RCX: 6b6b6b6b6b6b6b6b
      [    4.406424] RDX: ffff888003c56a00 RSI: 0000000000000001 RDI: ffff888003c56b00
      [    4.406424] CR2: 0000000000000018 CR3: 000000001041a000 CR4: 00000000000006b0
      [    4.406424] Call Trace:
      [    4.406424]  vfs_write+0xc7/0x3f0
      """;

  private static LoggedFault read(String text) {
    LogEventReader reader = new LogEventReader();
    text.lines().map(LogLine::parse).forEach(reader::accept);
    List<LogEvent> events = reader.events();
    TrapReport report =
        events.stream()
            .filter(TrapReport.class::isInstance)
            .map(TrapReport.class::cast)
            .findFirst()
            .orElseThrow();
    return LoggedFault.of(report, events);
  }

  private static OopsExplanation explain(LoggedFault fault) {
    return OopsExplanation.of(fault, Optional.empty(), Optional.empty());
  }

  private static LoggedFault fault(
      Trap trap,
      OptionalLong address,
      int error,
      Map<String, Long> registers,
      String code,
      String place) {
    return new LoggedFault(
        LoggedFault.machine(registers),
        trap,
        address,
        error == -1 ? OptionalInt.empty() : OptionalInt.of(error),
        false,
        registers,
        CodeLine.parse(code),
        CodePlace.parse(place),
        true,
        Optional.empty());
  }

  @Test
  void theOperandLeadsToTheAddressOfTheCpu() {
    OopsExplanation told = explain(read(OOPS));
    FaultOperand operand = told.operand().orElseThrow();
    assertThat(operand.match()).isEqualTo(FaultOperand.Match.EQUAL);
    assertThat(operand.use().text()).isEqualTo("[rbx+0x18]");
    assertThat(operand.bad().orElseThrow().name()).isEqualTo("rbx");
    assertThat(told.sentences())
        .anyMatch(s -> s.contains("writes 8 bytes at [rbx+0x18] = 0x18"))
        .anyMatch(s -> s.contains("rbx held 0x0: NULL"))
        .anyMatch(s -> s.contains("0x10(%rdi)") && s.contains("from 0xffff888003c56b10"))
        .anyMatch(s -> s.startsWith("Error code 0x2: a write"));
    assertThat(told.registers().get("rcx").words()).startsWith("POISON_FREE");
    assertThat(told.init()).isInstanceOf(InitFromText.No.class);
  }

  @Test
  void registersOfAnotherMomentAreNotBelieved() {
    FaultOperand operand =
        explain(read(OOPS.replace("address: 0000000000000018", "address: 0000000000000099")))
            .operand()
            .orElseThrow();
    assertThat(operand.match()).isEqualTo(FaultOperand.Match.DIFFERENT);
    assertThat(operand.match().proven()).isFalse();
  }

  @Test
  void anAccessThatIsNoAddressNeedsNoReport() {
    // lock incl 0x198(%rbx)
    OopsExplanation told =
        explain(
            fault(
                Trap.GENERAL_PROTECTION,
                OptionalLong.empty(),
                0,
                Map.of("rbx", 0xdead_0000_0000_0100L, "rax", 0L),
                "90 <f0> ff 83 98 01 00 00",
                "get+0x1/0x20"));
    assertThat(told.operand().orElseThrow().match()).isEqualTo(FaultOperand.Match.NOT_CANONICAL);
    assertThat(told.sentences()).anyMatch(s -> s.contains("LIST_POISON1"));
  }

  @Test
  void kasanChecksThePointerBeforeItIsUsed() {
    // lea 0x18(%rsi),%rax; shr $0x3,%rax; cmpb $0x0,(%rax,%rdx,1)
    OopsExplanation told =
        explain(
            fault(
                Trap.GENERAL_PROTECTION,
                OptionalLong.of(0xdfff_fc00_0000_0003L),
                0,
                Map.of("rax", 3L, "rdx", 0xdfff_fc00_0000_0000L, "rsi", 0L),
                "48 8d 46 18 48 c1 e8 03 <80> 3c 10 00",
                "get+0x8/0x20"));
    assertThat(told.operand().orElseThrow().ofShadow()).isTrue();
    assertThat(told.sentences())
        .anyMatch(s -> s.contains("KASAN's shadow of 0x18"))
        .anyMatch(s -> s.contains("It is rsi (0x0) plus 24"));
  }

  @Test
  void arm64HasItsOwnWords() {
    // strb w20, [x19]
    OopsExplanation told =
        explain(
            fault(
                Trap.PAGE_FAULT,
                OptionalLong.of(0xffff_fbff_fe80_0001L),
                0x9600_0046,
                Map.of("x19", 0xffff_fbff_fe80_0001L, "x20", 2L, "x0", 0L),
                "8b010273 (39000274)",
                "logic_outb+0x3c/0x114"));
    assertThat(told.fault().machine()).isEqualTo(Machine.ARM64);
    assertThat(told.operand().orElseThrow().match()).isEqualTo(FaultOperand.Match.EQUAL);
    assertThat(told.access().words()).contains("a write, no page is present").contains("level 2");
  }

  @Test
  void aRegisterIsNamedThoughItIsPrintedWithAZero() {
    // mov (%r8),%rax
    OopsExplanation told =
        explain(
            fault(
                Trap.PAGE_FAULT,
                OptionalLong.of(8),
                0,
                Map.of("r08", 8L, "rax", 0L),
                "90 <49> 8b 00",
                "get+0x1/0x20"));
    assertThat(told.operand().orElseThrow().match()).isEqualTo(FaultOperand.Match.EQUAL);
  }

  private static InitFromText init(Trap trap, int error, String code, String place) {
    OptionalLong address =
        trap == Trap.PAGE_FAULT ? OptionalLong.of(0xffff_ffff_8300_1000L) : OptionalLong.empty();
    return InitFromText.of(
        fault(trap, address, error, Map.of("rax", 0L), code, place), Optional.empty());
  }

  @Test
  void aRunOfPoisonOnBothSidesIsFreedInitCode() {
    String run = "cc ".repeat(42) + "<cc> " + "cc ".repeat(21);
    assertThat(init(Trap.BREAKPOINT, 0, run, "nmi_cpu_busy+0x1/0x20"))
        .isInstanceOf(InitFromText.Certain.class);
  }

  @Test
  void breakpointsAndPaddingAreNot() {
    String probe = "48 89 c7 ".repeat(14) + "<cc> " + "48 89 c7 ".repeat(7);
    assertThat(init(Trap.BREAKPOINT, 0, probe, "do_it+0x1/0x20"))
        .isInstanceOf(InitFromText.No.class);
    String padding = "48 89 c7 ".repeat(12) + "c3 cc cc cc cc <cc> cc cc cc " + "55 ".repeat(18);
    assertThat(init(Trap.BREAKPOINT, 0, padding, "do_it+0x1/0x20"))
        .isInstanceOf(InitFromText.No.class);
    String bug = "90 ".repeat(42) + "<0f> 0b " + "cc ".repeat(20);
    assertThat(init(Trap.BUG, 0, bug, "do_it+0x1/0x20")).isInstanceOf(InitFromText.No.class);
  }

  @Test
  void aFetchThatFailsAtANameIsLikelyFreedInitCode() {
    String none = "Unable to access opcode bytes at RIP 0xffffffff83000fd6.";
    for (int error : new int[] {0x10, 0x11}) {
      assertThat(init(Trap.PAGE_FAULT, error, none, "nmi_cpu_busy+0x0/0x20"))
          .isInstanceOf(InitFromText.Likely.class);
    }
    assertThat(init(Trap.PAGE_FAULT, 0x10, none, "0xffffffff83001000"))
        .isInstanceOf(InitFromText.No.class);
    assertThat(init(Trap.PAGE_FAULT, 0, none, "nmi_cpu_busy+0x0/0x20"))
        .isInstanceOf(InitFromText.No.class);
  }

  @Test
  void aSymbolTableDecides() {
    LoggedFault fault =
        fault(
            Trap.PAGE_FAULT,
            OptionalLong.of(0x1000),
            0x11,
            Map.of("rax", 0L),
            "Bad RIP value.",
            "nmi_cpu_busy+0x0/0x20");
    assertThat(InitFromText.of(fault, Optional.of(true))).isInstanceOf(InitFromText.Certain.class);
    assertThat(InitFromText.of(fault, Optional.of(false))).isInstanceOf(InitFromText.No.class);
  }

  /// `struct box { long n; long m; struct box *next; long note; }`, `void put(struct box *b)`.
  private static Types types() {
    BtfImage btf = new BtfImage();
    int number = btf.integer("long", 8, true);
    int pointer = btf.pointer(btf.nextId() + 1);
    btf.struct(
        "box",
        32,
        btf.member("n", number, 0),
        btf.member("m", number, 64),
        btf.member("next", pointer, 128),
        btf.member("note", number, 192));
    btf.reference(BtfKind.FUNC, "put", btf.prototype(number, btf.param("b", pointer)));
    return new Types(BtfTypes.of(Btf.parse(btf.bytes(), "test")));
  }

  @Test
  void aMemberIsNamedThroughALoadFromAnArgument() {
    MemberNames member =
        OopsExplanation.of(read(OOPS), Optional.of(types()), Optional.empty())
            .member()
            .orElseThrow();
    assertThat(member.sure()).isTrue();
    assertThat(member.words())
        .isEqualTo("member note of struct box, which member next of struct box points to");
  }

  @Test
  void withoutTheFunctionsBeginningAMemberIsAGuess() {
    MemberNames member =
        OopsExplanation.of(
                read(OOPS.replace("put+0x7/", "put+0x70/")), Optional.of(types()), Optional.empty())
            .member()
            .orElseThrow();
    assertThat(member.sure()).isFalse();
    assertThat(member.words()).startsWith("could be member note of struct box");
  }

  @Test
  void anythingIsExplainedWithoutThrowing() {
    Random random = new Random(5);
    String[] names = {"rax", "rbx", "rsp", "eax", "x0", "x1", "sp", "r0", "gs", "cr2", "r08"};
    for (int i = 0; i < 5_000; i++) {
      StringBuilder code = new StringBuilder();
      for (int n = 0; n < 64; n++) {
        code.append(n == 42 ? "<" : "").append(String.format("%02x ", random.nextInt(256)));
      }
      Map<String, Long> registers =
          Map.of(
              names[random.nextInt(3)], random.nextLong(),
              names[3 + random.nextInt(5)], random.nextLong(),
              names[8 + random.nextInt(3)], random.nextLong() >> random.nextInt(60));
      Trap trap = Trap.values()[random.nextInt(Trap.values().length)];
      LoggedFault fault =
          fault(
              trap,
              OptionalLong.of(random.nextLong()),
              random.nextInt(),
              registers,
              code.toString(),
              "put+0x" + Integer.toHexString(random.nextInt(64)) + "/0x40");
      assertThat(OopsExplanation.of(fault, Optional.of(types()), Optional.empty()).sentences())
          .isNotNull();
    }
  }
}
