package org.inquest.formats.mangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Names as LLVM's own demangler prints them.
final class RustNameTest {
  private static final String METHOD =
      "_RNvMs3_NtCshgDM7dBCdno_11rust_binder7processNtB5_7Process10update_ref";

  private static void is(String symbol, String name) {
    assertThat(Demangled.of(symbol)).contains(name);
  }

  @Test
  void paths() {
    is(METHOD, "<rust_binder::process::Process>::update_ref");
    is(METHOD + ".llvm.1234", "<rust_binder::process::Process>::update_ref");
    is("_RNvCscSpY9Juk0HT_7___rustc17rust_begin_unwind", "__rustc::rust_begin_unwind");
    is("_RNCNvNtCs1_3foo3bar3baz0B5_", "foo::bar::baz::{closure#0}");
    is("_RNSNvNtCs1_3foo3bar3baz6vtable", "foo::bar::baz::{shim:vtable#0}");
    is("_RNvYNtC3foo3BarNtC3std5Clone5clone", "<foo::Bar as std::Clone>::clone");
  }

  @Test
  void types() {
    is("_RINvNtC3std3mem8align_ofdE", "std::mem::align_of::<f64>");
    is("_RINvC3std1fTRShQOtEE", "std::f::<(&[u8], &mut *mut u16)>");
    is("_RINvC3std1fFUKCllEuE", "std::f::<unsafe extern \"C\" fn(i32, i32)>");
    is("_RINvC3std1fAhj8_E", "std::f::<[u8; 8]>");
  }

  @Test
  void othersAreNone() {
    assertThat(Demangled.of("_Rint")).isEmpty();
    assertThat(Demangled.of("do_syscall_64")).isEmpty();
    assertThat(Demangled.of("_R")).isEmpty();
    assertThat(Demangled.of("_RB_")).isEmpty();
    assertThat(Demangled.of("_R" + "NvB_".repeat(500))).isEmpty();
    assertThat(Demangled.of("_RNvC3std99999999999999x")).isEmpty();
  }

  @Test
  void anyCharactersEndSoon() {
    Random random = new Random(6);
    String alphabet = "CMXYNIBsvKLTRPFDGEpuNt0123_a7foo";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder symbol = new StringBuilder("_R");
      for (int k = random.nextInt(80); k > 0; k--) {
        symbol.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(Demangled.of(symbol.toString()).orElse("").length()).isLessThan(1 << 17);
    }
  }
}
