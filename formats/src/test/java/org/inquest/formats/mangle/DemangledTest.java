package org.inquest.formats.mangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemangledTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_Z1fv | f()",
        "_ZN5outer5inner1gEiPKcz | outer::inner::g(int, char const*, ...)",
        "_ZNK1A4sizeEv | A::size() const",
        "_ZNR1A3refEv | A::ref() &",
        "_ZN1AC2ERKS_ | A::A(A const&)",
        "_ZN1AD0Ev | A::~A()",
        "_ZN1AplERKS_ | A::operator+(A const&)",
        "_ZN1AcvbEv | A::operator bool()",
        "_ZN1AcvPT_IiEEv | A::operator int*<int>()",
        "_Z3maxIiET_S0_S0_ | int max<int>(int, int)",
        "_Z5applyIJiPcEEvDpT_ | void apply<int, char*>(int, char*)",
        "_Z4sortPFiPKvS0_E | sort(int (*)(void const*, void const*))",
        "_Z4rowsRA3_A4_Kd | rows(double const (&) [3][4])",
        "_Z6memberM1AFviE | member(void (A::*)(int))",
        "_ZNSt6vectorIiSaIiEE9push_backERKi | std::vector<int, std::allocator<int> >::push_back(int const&)",
        "_ZNSsC1ERKSs | std::basic_string<char, std::char_traits<char>, std::allocator<char> >::basic_string(std::string const&)",
        "_ZZ4mainENKUliE_clEi | main::{lambda(int)#1}::operator()(int) const",
        "_ZZ4mainE5count_0 | main::count",
        "_ZTV4Disk | vtable for Disk",
        "_ZThn16_N4Disk4readEv | non-virtual thunk to Disk::read()",
        "_ZGVZ1fvE4once | guard variable for f()::once",
        "_ZN12_GLOBAL__N_14workEv | (anonymous namespace)::work()",
        "_Z3abcB5cxx11v | abc[abi:cxx11]()",
        "_Z1fI1AEDTcldtfp_4sizeEET_ | decltype (({parm#1}.size)()) f<A>(A)",
        "_ZN4core4workEi.part.0.cold | core::work(int) [clone .part.0] [clone .cold]",
      })
  void namesOfCxx(String mangled, String name) {
    assertThat(Demangled.name(mangled)).isEqualTo(name);
  }

  @Test
  void briefNamesHaveNoParameters() {
    assertThat(Demangled.brief("_Z3maxIiET_S0_S0_")).isEqualTo("max<int>");
    assertThat(Demangled.brief("_ZN1A1fEi.cold")).isEqualTo("A::f [clone .cold]");
    assertThat(Demangled.brief("_ZTV4Disk")).isEqualTo("vtable for Disk");
    assertThat(Demangled.brief("main")).isEqualTo("main");
  }

  /// The first two are examples of RFC 2603.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_RNvNtCs1234_7mycrate3foo3bar | mycrate::foo::bar",
        "_RNvMs_Cs4Cv8Wi1oAIB_7mycrateNtB4_7Example3foo | <mycrate::Example>::foo",
        "_RINvNtC3std3mem8align_ofjEC3foo | std::mem::align_of::<usize>",
        "_RNCNvC4main3run0B3_ | main::run::{closure#0}",
        "_RINvC1a1fRShE | a::f::<&[u8]>",
        "_RINvC1a1fTlmEE | a::f::<(i32, u32)>",
        "_RINvC1a1fFUKCPhEuE | a::f::<unsafe extern \"C\" fn(*const u8)>",
        "_RINvC1a1fDNtC1b1TEL_E | a::f::<dyn b::T>",
        "_RINvC1a1fAhj3_E | a::f::<[u8; 3]>",
        "_RINvC1a1fKb1_E | a::f::<true>",
        "_RNvC1au8gdel_5qa | a::gödel",
        "_ZN4core3fmt5write17h0123456789abcdefE | core::fmt::write",
        "_ZN66_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$core..ops..drop..Drop$GT$4drop17h0123456789abcdefE"
            + " | <alloc::vec::Vec<T> as core::ops::drop::Drop>::drop",
      })
  void namesOfRust(String mangled, String name) {
    assertThat(Demangled.name(mangled)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "_",
        "_Z",
        "_R",
        "main",
        "_Z%%",
        "_ZN",
        "_ZN1",
        "_ZN9abE",
        "_Z1fS_",
        "_Z1fT_",
        "_ZN1AC1",
        "_ZN99999999999aE",
        "_Z1fLi",
        "_RNv",
        "_RB_",
        "_RNvB_1a",
        "_R_",
        "_ZN3foo17hE",
        "_Z1fv trailing",
        "_RINvC1a1fKbz_E",
        "_RNvC1au3a_!"
      })
  void whatIsNoMangledNameStaysAsItIs(String symbol) {
    assertThat(Demangled.name(symbol)).isEqualTo(symbol);
  }

  /// Each level doubles what is written: 2^40 parts of it.
  @Test
  @Timeout(20)
  void namesThatReferToThemselvesEnd() {
    StringBuilder name = new StringBuilder("_Z1fSt4pairIiiE");
    for (int i = 0; i < 40; i++) {
      // Two parts a level: the template, and what it is of.
      String last = "S" + Integer.toString(2 * i, 36).toUpperCase(Locale.ROOT) + "_";
      name.append("St4pairI").append(last).append(last).append('E');
    }
    assertThat(Demangled.name(name.toString())).isEqualTo(name.toString());
    String deep = "_Z1f" + "P".repeat(30_000) + "i";
    assertThat(Demangled.name(deep)).isEqualTo(deep);
    String turns = "_R" + "IB_".repeat(5000) + "E";
    assertThat(Demangled.name(turns)).isEqualTo(turns);
    String nested = "_RINvC1a1f" + "T".repeat(9000) + "E".repeat(9000) + "E";
    assertThat(Demangled.name(nested)).isEqualTo(nested);
  }

  /// Any part of a name, and any name with one character changed, is read to its end.
  @Test
  @Timeout(60)
  void damagedNamesAreRead() {
    String whole =
        "_ZSt13__adjust_heapIN9__gnu_cxx17__normal_iteratorIPSt4pairIPKvS4_ESt6vectorIS5_SaIS5_EEEElS5_"
            + "NS0_5__ops15_Iter_comp_iterIZNK1A1gEvEUlRKT_RKT0_E_EEEvSG_SJ_SJ_T1_T2_.constprop.0";
    assertThat(Demangled.of(whole)).isPresent();
    for (int end = 0; end < whole.length(); end++) {
      Demangled.name(whole.substring(0, end));
      for (char c : "ISTZNE_DLXJ09pU".toCharArray()) {
        assertThat(Demangled.name(whole.substring(0, end) + c + whole.substring(end + 1)))
            .isNotEmpty();
      }
    }
  }
}
