package org.inquest.formats.mangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Names of C++ (Itanium C++ ABI, 5.1) and of Rust (RFC 2603 and the older form).
final class DemangledTest {
  private static void is(String symbol, String name) {
    assertThat(Demangled.of(symbol)).contains(name);
  }

  @Test
  void functionsOfCxx() {
    is("_Z1fv", "f()");
    is("_ZN3foo3BarC2ERKS0_", "foo::Bar::Bar(foo::Bar const&)");
    is("_Z3maxIiET_S0_S0_", "int max<int>(int, int)");
    is("_ZTV3Foo", "vtable for Foo");
    is("_ZThn16_N1A1fEv", "non-virtual thunk to A::f()");
    is("_ZGVZ4mainE1s", "guard variable for main::s");
    is("_ZZ4mainENKUliE_clEi", "main::{lambda(int)#1}::operator()(int) const");
    is("_Z1fPFivE", "f(int (*)())");
  }

  @Test
  void copiesOfFunctionsSayWhichTheyAre() {
    is("_Z1fi.cold", "f(int) [clone .cold]");
    is("_Z1fi.part.0", "f(int) [clone .part.0]");
    is("_Z1fi.constprop.0.isra.0", "f(int) [clone .constprop.0] [clone .isra.0]");
  }

  @Test
  void briefNamesHaveNoParameters() {
    assertThat(Demangled.brief("_Z3maxIiET_S0_S0_")).isEqualTo("max<int>");
    assertThat(Demangled.brief("_ZN1A1fEi.cold")).isEqualTo("A::f [clone .cold]");
    assertThat(Demangled.brief("main")).isEqualTo("main");
  }

  @Test
  void functionsOfRust() {
    is("_RNvC6_123foo3bar", "123foo::bar");
    is("_RNvNtCs1234_7mycrate3foo3bar", "mycrate::foo::bar");
    is("_RINvC3std1fTRShQOtEE", "std::f::<(&[u8], &mut *mut u16)>");
    is("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", "core::fmt::Formatter::pad");
    is(
        "_ZN38_$LT$T$u20$as$u20$alloc..string..X$GT$1f17h0123456789abcdefE",
        "<T as alloc::string::X>::f");
  }

  @Test
  void othersStayAsTheyAre() {
    for (String name :
        new String[] {"", "_", "_Z", "_ZN", "_R", "main", "_Z9f", "_ZS_", "_Z1fS9_"}) {
      assertThat(Demangled.name(name)).isEqualTo(name);
    }
  }

  @Test
  void namesThatReferToThemselvesDoNotGrowWithoutEnd() {
    StringBuilder bomb = new StringBuilder("_Z1fP1AI");
    for (int i = 0; i < 200; i++) {
      bomb.append("1BIS_S_E");
    }
    StringBuilder doubling = new StringBuilder("_Z1f1AIiiE");
    for (int i = 0; i < 60; i++) {
      String last =
          i == 0 ? "S0_" : "S" + Integer.toString(i, 36).toUpperCase(java.util.Locale.ROOT) + "_";
      doubling.append("S_I").append(last).append(last).append('E');
    }
    for (String name :
        new String[] {
          bomb.toString(),
          doubling.toString(),
          "_Z1f" + "P".repeat(30_000) + "i",
          "_Z" + "N1a".repeat(9_000),
          "_Z1fI" + "XadL_Z1gI".repeat(3_000),
          "_Z1f" + "DpT_".repeat(5_000),
          "_R" + "NvB_".repeat(5_000),
          "_RINvC1a1f" + "TB8_B8_".repeat(2_000) + "E"
        }) {
      assertThat(Demangled.name(name)).hasSizeLessThan(1 << 18);
    }
  }

  @Test
  void anyCharactersEndSoon() {
    Random random = new Random(7);
    String alphabet = "NSTIEKPRFXLZDCtpsrabiv_0123.J1x2yycl";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder symbol = new StringBuilder(i % 3 == 0 ? "_R" : "_ZN");
      for (int k = random.nextInt(90); k > 0; k--) {
        symbol.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(Demangled.name(symbol.toString())).hasSizeLessThan(1 << 18);
    }
  }
}
