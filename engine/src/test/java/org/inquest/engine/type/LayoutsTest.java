package org.inquest.engine.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutsTest {
  private static final Type INT = new IntType("int", 4, true, false, false);
  private static final Type CHAR = new IntType("char", 1, true, true, false);

  private static StructType struct(long size, Member... members) {
    return new StructType(false, "sample", size, () -> Arrays.asList(members));
  }

  private static Member at(String name, Type type, long byteOffset) {
    return new Member(name, type, byteOffset * 8, 0);
  }

  @Test
  void sameLayoutsUnderOtherNamesOfTypes() {
    Type renamed = new TypedefType("s32", INT);
    assertThat(
            Layouts.difference(
                struct(8, at("a", INT, 0), at("b", INT, 4)),
                struct(8, at("a", renamed, 0), at("b", renamed, 4))))
        .isEmpty();
  }

  @Test
  void theFirstDifferenceIsNamed() {
    StructType one = struct(8, at("a", INT, 0), at("b", INT, 4));
    assertThat(Layouts.difference(one, struct(12, at("a", INT, 0)))).hasValue("size 8, and 12");
    assertThat(Layouts.difference(one, struct(8, at("a", INT, 0), at("b", CHAR, 4))))
        .hasValue("member b at 4 with 4 bytes, and at 4 with 1 bytes");
    assertThat(Layouts.difference(one, struct(8, at("a", INT, 0))))
        .hasValue("member b at 4 with 4 bytes, and none");
    assertThat(Layouts.difference(struct(8, at("a", INT, 0)), one))
        .hasValue("no member b, and at 4 with 4 bytes");
    assertThat(
            Layouts.difference(
                struct(4, new Member("bit", INT, 3, 2)), struct(4, new Member("bit", INT, 4, 2))))
        .hasValue("member bit at bit 3 with 2 bits, and at bit 4 with 2 bits");
  }

  @Test
  void anonymousMembersAreLookedInto() {
    StructType inner = new StructType(true, "", 4, () -> List.of(at("x", INT, 0)));
    assertThat(
            Layouts.difference(
                struct(8, at("a", INT, 0), at("", inner, 4)),
                struct(8, at("a", INT, 0), at("x", INT, 4))))
        .isEmpty();
  }

  @Test
  void aStructInItselfEnds() {
    StructType[] self = new StructType[1];
    self[0] = new StructType(false, "self", 8, () -> List.of(at("", self[0], 0)));
    assertThat(Layouts.difference(self[0], self[0])).isEmpty();
  }
}
