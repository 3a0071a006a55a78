package org.inquest.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeFormTest {
  private static final long AT = 0xffff_ffff_8100_0000L;

  @ParameterizedTest
  @CsvSource({
    "0f1f44000090, NOP, 5, 0",
    "666666669090, NOP, 5, 0",
    "669090909090, NOP, 2, 0",
    "e8fbffffff90, CALL, 5, ffffffff81000000",
    "e90010000090, JUMP, 5, ffffffff81001005",
    "ebfe00000000, JUMP, 2, ffffffff81000000",
    "0f8400100000, BRANCH, 6, ffffffff81001006",
    "2e2e2e31c090, RETURN_ZERO, 5, 0",
    "67480fb93a90, WARN, 5, 0",
    "c3cccccccccc, RETURN, 1, 0",
    "cc1f44000090, BREAKPOINT, 1, 0",
    "0f1f44010090, OTHER, 1, 0",
  })
  void whatThePatcherWritesIsKnown(String bytes, CodeForm.Kind kind, int length, String target) {
    CodeForm form = CodeForm.of(HexFormat.of().parseHex(bytes), AT);
    assertThat(form).isEqualTo(new CodeForm(kind, length, Long.parseUnsignedLong(target, 16)));
  }
}
