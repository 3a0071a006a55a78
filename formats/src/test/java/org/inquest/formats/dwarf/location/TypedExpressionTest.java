package org.inquest.formats.dwarf.location;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedExpressionTest {
  private static final BaseType INT = new BaseType(5, 4);
  private static final BaseType UNSIGNED = new BaseType(7, 4);
  private static final BaseType DOUBLE = new BaseType(4, 8);
  private static final BaseType FLOAT = new BaseType(4, 4);
  private static final BaseType BOOL = new BaseType(2, 1);

  @Test
  void numbersKeepTheirTypesWidthAndSign() {
    assertThat(INT.fit(0xffff_ffffL)).isEqualTo(-1);
    assertThat(UNSIGNED.fit(-1)).isEqualTo(0xffff_ffffL);
    assertThat(Arithmetic.compute(Operation.PLUS, UNSIGNED, 0xffff_ffffL, 1)).isZero();
    assertThat(Arithmetic.compute(Operation.DIV, INT, -7, 2)).isEqualTo(-3);
    assertThat(Arithmetic.compute(Operation.DIV, UNSIGNED, 0xffff_fff9L, 2))
        .isEqualTo(0x7fff_fffcL);
    assertThat(Arithmetic.compute(Operation.MOD, INT, -7, 2)).isEqualTo(-1);
    assertThat(Arithmetic.compute(Operation.SHR, INT, -1, 28)).isEqualTo(15);
    assertThat(Arithmetic.compute(Operation.SHRA, UNSIGNED, 0x8000_0000L, 31))
        .isEqualTo(0xffff_ffffL);
    assertThat(Arithmetic.holds(Operation.LT, UNSIGNED, 1, 0xffff_ffffL)).isTrue();
    assertThat(Arithmetic.holds(Operation.LT, BaseType.GENERIC, 1, -1)).isFalse();
  }

  @Test
  void floatingNumbersAreComputedAndConverted() {
    long three = DOUBLE.convert(INT, 3);
    long half = DOUBLE.bits(0.5);
    assertThat(DOUBLE.real(Arithmetic.compute(Operation.MUL, DOUBLE, three, half))).isEqualTo(1.5);
    assertThat(INT.convert(DOUBLE, DOUBLE.bits(-2.75))).isEqualTo(-2);
    assertThat(FLOAT.real(FLOAT.convert(DOUBLE, half))).isEqualTo(0.5);
    assertThat(DOUBLE.real(DOUBLE.convert(BaseType.GENERIC, -1))).isEqualTo(0x1p64);
    assertThat(BOOL.convert(INT, 42)).isEqualTo(1);
    assertThat(Arithmetic.negated(DOUBLE, half)).isEqualTo(DOUBLE.bits(-0.5));
    assertThat(new BaseType(4, 16).fits()).isFalse();
  }
}
