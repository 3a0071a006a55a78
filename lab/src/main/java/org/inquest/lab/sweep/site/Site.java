package org.inquest.lab.sweep.site;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.detail.InjectedFailure;

/// A place where a call can be made to fail, known by who called whom to get there.
///
/// @param fault what fails: "failslab", "fail_page_alloc", "fail_usercopy"
/// @param chain innermost first, from who asked for the memory on: `f+0x12`, without those who
///   decide on the failure and allocate
public record Site(String fault, List<String> chain) {
  /// Callers that tell places apart; beyond them chains are alike but for how the kernel was
  /// entered.
  private static final int MOST = 24;

  private static final int SHOWN = 3;

  public Site {
    chain = List.copyOf(chain.subList(0, Math.min(MOST, chain.size())));
  }

  /// Where a failure was injected.
  public static Site of(InjectedFailure failure) {
    return new Site(
        failure.name(), failure.stack().stream().map(Site::place).collect(Collectors.toList()));
  }

  /// Eight hexadecimal digits that are the same wherever the fault and the chain are.
  public String hash() {
    CRC32 sum = new CRC32();
    sum.update((fault + "\n" + String.join("\n", chain)).getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", sum.getValue());
  }

  /// Who asked; empty for an empty chain.
  public String caller() {
    return chain.isEmpty() ? "" : chain.getFirst();
  }

  /// `failslab in f+0x12 < g+0x30 < h+0x1`.
  @Override
  public String toString() {
    return fault
        + (chain.isEmpty() ? "" : " in ")
        + chain.stream().limit(SHOWN).collect(Collectors.joining(" < "));
  }

  private static String place(CodePlace place) {
    return place.function() + "+0x" + Long.toHexString(place.offset());
  }
}
