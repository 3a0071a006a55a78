package org.inquest.diagnose.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.OptionalLong;
import org.inquest.diagnose.wait.Islands.Jump;
import org.junit.jupiter.api.Test;

class IslandsTest {
  private static final long START = 0xffff_ffff_c000_0000L;

  private static Islands islands(String code, OptionalLong thunk) {
    byte[] bytes = HexFormat.of().parseHex(code.replace(" ", ""));
    return new Islands(bytes, START, thunk);
  }

  private static Jump jump(int from, int to) {
    return new Jump(START + from, START + to);
  }

  @Test
  void codeBehindAReturnIsReachedByTheJumpThatLeadsThere() {
    // test; jne 6; xor; ret; (6) mov; ret
    assertThat(islands("85c0 7503 31c0 c3 89c7 c3", OptionalLong.empty()).jumps())
        .containsExactly(jump(2, 7));
  }

  @Test
  void paddingBeforeAnIslandIsSkipped() {
    // jne 11; ret; int3; nopw 0x0(%rax,%rax,1); (11) ret
    assertThat(islands("7509 c3 cc 660f1f44000000 90 c3", OptionalLong.empty()).jumps()).isEmpty();
    assertThat(islands("7508 c3 cc 660f1f440000 c3", OptionalLong.empty()).jumps())
        .containsExactly(jump(0, 10));
  }

  @Test
  void aJumpToTheReturnThunkIsAReturn() {
    // jne (near) 11; jmp thunk; (11) ret
    String code = "0f8505000000 e9f5ff0f00 90";
    long thunk = START + 11 + 0x0f_fff5;
    assertThat(islands(code, OptionalLong.of(thunk)).jumps()).isEmpty();
    String island = "0f8505000000 e9f5ff0f00 89c7";
    assertThat(islands(island, OptionalLong.of(thunk)).jumps()).containsExactly(jump(0, 11));
    assertThat(islands(island, OptionalLong.empty()).jumps()).isEmpty();
  }

  @Test
  void whatIsFallenIntoIsNoIsland() {
    // test; jne 6; xor; (6) mov; ret
    assertThat(islands("85c0 7502 31c0 89c7 c3", OptionalLong.empty()).jumps()).isEmpty();
  }

  @Test
  void codeThatIsCutOffIsNoReason() {
    String code = "85c0 7503 31c0 c3 89c7 c3 0f85";
    for (int length = 0; length <= 12; length++) {
      byte[] bytes = HexFormat.of().parseHex(code.replace(" ", "").substring(0, 2 * length));
      assertThat(new Islands(bytes, START, OptionalLong.empty()).jumps()).hasSizeLessThan(2);
    }
  }
}
