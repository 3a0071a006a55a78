package org.inquest.formats.dwarf.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.inquest.formats.dwarf.DebugBytes;
import org.inquest.formats.dwarf.Expression;
import org.inquest.formats.dwarf.location.ValuePlace.Computed;
import org.inquest.formats.dwarf.location.ValuePlace.InMemory;
import org.inquest.formats.dwarf.location.ValuePlace.InRegister;
import org.inquest.formats.dwarf.location.ValuePlace.Lost;
import org.inquest.formats.dwarf.location.ValuePlace.OptimisedOut;
import org.inquest.formats.dwarf.location.ValuePlace.Piece;
import org.inquest.formats.dwarf.location.ValuePlace.Pieces;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ExpressionMachineTest {

  /// Register n has 0x1000 * n, but 1 is lost; memory at a has a; the frame is at 0x7000, its base
  /// at 0x6000; nothing else is known.
  private static final ExpressionContext CONTEXT =
      new ExpressionContext() {
        @Override
        public Word register(int number) {
          return number == 1
              ? Word.unknown(new Missing.Register(1, "register rdx was overwritten"))
              : Word.of(0x1000L * number);
        }

        @Override
        public long memory(long address, int bytes) {
          if (address < 0) {
            throw new MemoryFault(address, false, MemoryFault.Reason.FILTERED);
          }
          return bytes == 8 ? address : address & (1L << 8 * bytes) - 1;
        }

        @Override
        public Word frameAddress() {
          return Word.of(0x7000);
        }

        @Override
        public Word frameBase() {
          return Word.of(0x6000);
        }

        @Override
        public Word entryValue(Expression expression) {
          return ExpressionMachine.compute(expression, this);
        }

        @Override
        public Word parameter(long entry) {
          return Word.unknown(new Missing.Frame("no caller"));
        }

        @Override
        public Word variable(long entry) {
          return Word.unknown(new Missing.Frame("no caller"));
        }

        @Override
        public Optional<Expression> located(long entry) {
          return Optional.empty();
        }
      };

  private static Expression expression(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return expression(bytes);
  }

  private static Expression expression(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return Expression.ofFrame(new DebugBytes(buffer, "test", 0));
  }

  private static ValuePlace locate(String hex) {
    return ExpressionMachine.locate(expression(hex), CONTEXT);
  }

  /// Each leaves one number.
  @ParameterizedTest
  @CsvSource({
    "03 8877665544332211, 1122334455667788", // addr
    "08 ff, ff", // const1u
    "09 ff, ffffffffffffffff", // const1s
    "0b 00 80, ffffffffffff8000", // const2s
    "0c ff ff ff ff, ffffffff", // const4u
    "10 80 01, 80", // constu
    "11 7f, ffffffffffffffff", // consts
    "31 32 16 1c, 1", // lit1 lit2 swap minus
    "31 32 33 17 1c, ffffffffffffffff", // rot of 1 2 3 is 3 1 2
    "35 12 22, a", // lit5 dup plus
    "31 32 14, 1", // over
    "31 32 33 15 02, 1", // pick 2
    "35 1f 19, 5", // neg abs
    "30 20, ffffffffffffffff", // not
    "3f 33 1d, 0", // 15 mod 3
    "09 f0 34 1b, fffffffffffffffc", // -16 div 4, with sign
    "09 f0 34 26, ffffffffffffffff", // shra
    "09 f0 08 3c 25, f", // shr
    "31 08 40 24, 0", // a shift by 64 leaves nothing
    "33 23 80 01, 83", // plus_uconst
    "31 32 2d, 1", // lt
    "31 32 2a, 0", // ge
    "31 28 01 00 39 37, 7", // bra over lit9
    "2f 01 00 39 37, 7", // skip over lit9
    "72 7f, 1fff", // breg2 - 1
    "92 03 04, 3004", // bregx
    "91 10, 6010", // fbreg
    "9c, 7000", // call_frame_cfa
    "0a 34 12 06, 1234", // deref
    "0a 34 12 94 01, 34", // deref_size 1
    "a3 01 52, 2000", // entry_value(reg2)
    "f3 02 72 01, 2001", // GNU_entry_value(breg2 + 1)
  })
  void numbers(String code, String expected) {
    long value = Long.parseUnsignedLong(expected, 16);
    assertThat(locate(code)).isEqualTo(new InMemory(value));
    assertThat(locate(code + " 9f")).isEqualTo(new Computed(value));
    assertThat(ExpressionMachine.compute(expression(code), CONTEXT)).isEqualTo(Word.of(value));
  }

  @Test
  void places() {
    assertThat(locate("")).isEqualTo(new OptimisedOut());
    assertThat(locate("53")).isEqualTo(new InRegister(3));
    assertThat(locate("90 21")).isEqualTo(new InRegister(33));
    assertThat(locate("53 93 04 93 02 91 00 93 02 37 9f 9d 03 05"))
        .isEqualTo(
            new Pieces(
                List.of(
                    new Piece(new InRegister(3), 32, 0),
                    new Piece(new OptimisedOut(), 16, 0),
                    new Piece(new InMemory(0x6000), 16, 0),
                    new Piece(new Computed(7), 3, 5))));
    assertThat(locate("9e 02 aa bb"))
        .isInstanceOfSatisfying(
            ValuePlace.Literal.class, l -> assertThat(l.bytes().u16()).isEqualTo(0xbbaa));
    assertThat(locate("a0 78 56 34 12 7e")).isEqualTo(new ValuePlace.PointerTo(0x12345678, -2));
  }

  @Test
  void whatIsMissingIsTold() {
    assertThat(locate("71 00"))
        .isEqualTo(new Lost(new Missing.Register(1, "register rdx was overwritten")));
    assertThat(locate("09 f0 06"))
        .isInstanceOfSatisfying(
            Lost.class,
            l -> assertThat(l.why().words()).contains("0xfffffffffffffff0 is filtered out"));
    assertThat(locate("fd 00 00 00 00")).isInstanceOf(Lost.class);
    assertThat(locate("31 30 1b"))
        .isInstanceOfSatisfying(
            Lost.class, l -> assertThat(l.why()).isInstanceOf(Missing.Undefined.class));
    assertThat(locate("31 e0"))
        .isInstanceOfSatisfying(
            Lost.class, l -> assertThat(l.why()).isInstanceOf(Missing.Unsupported.class));
  }

  @Test
  void nonsenseIsAnError() {
    for (String code :
        new String[] {
          "22", "2f fd ff", "53 31", "12", "31 93 04 32", "0c 00", "2f 00 80", "94 05", "31 94 05"
        }) {
      assertThatThrownBy(() -> locate(code)).as(code).isInstanceOf(MalformedInput.class);
    }
  }

  @Test
  void noiseEnds() {
    Random random = new Random(3);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(24)];
      random.nextBytes(bytes);
      try {
        assertThat(ExpressionMachine.locate(expression(bytes), CONTEXT)).isNotNull();
      } catch (InquestException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }
}
