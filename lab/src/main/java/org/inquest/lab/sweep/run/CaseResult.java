package org.inquest.lab.sweep.run;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.count.Site;

/// What came of a case.
///
/// @param tried which
/// @param injected whether a call was made to fail
/// @param site which; empty where the kernel did not say
/// @param result the first errno that the step met; 0 for none
/// @param milliseconds how long it took
/// @param damage how it went wrong; empty where it did not
/// @param what about the damage: the title of a report, what the workload complains of
public record CaseResult(
    SweepCase tried,
    boolean injected,
    Optional<Site> site,
    int result,
    long milliseconds,
    Optional<Damage> damage,
    String what) {

  /// Whether the kernel survived, or had nothing to survive.
  public boolean fine() {
    return damage.isEmpty();
  }

  /// What findings are told apart by, eight hexadecimal digits; empty where there is none.
  ///
  /// A report is known by its title, whose function is the guilty one, whoever has called it; a
  /// leak by what was not given back; what only a workload complains of, by who got the failure.
  public String finding() {
    return damage.map(d -> hash(d + "\n" + plain(what) + "\n" + who(d))).orElse("");
  }

  /// Whether the same went wrong in another case, whoever got the failure; numbers may differ.
  boolean wentWrongAs(CaseResult other) {
    return !fine() && damage.equals(other.damage) && plain(what).equals(plain(other.what));
  }

  private String who(Damage how) {
    boolean titled = how == Damage.REPORT || how == Damage.UNKILLABLE || how == Damage.LEAK;
    return titled ? "" : site.flatMap(Site::caller).map(CodePlace::function).orElse("");
  }

  private static String plain(String text) {
    return text.replaceAll("\\d+", "#");
  }

  private static String hash(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", sum.getValue());
  }

  /// The same, of another case.
  CaseResult of(SweepCase other) {
    return new CaseResult(other, injected, site, result, milliseconds, damage, what);
  }

  /// The same, at a place.
  CaseResult at(Optional<Site> place) {
    return new CaseResult(tried, injected, place, result, milliseconds, damage, what);
  }

  /// The same, damaged.
  CaseResult damaged(Damage how, String about) {
    return new CaseResult(tried, injected, site, result, milliseconds, Optional.of(how), about);
  }
}
