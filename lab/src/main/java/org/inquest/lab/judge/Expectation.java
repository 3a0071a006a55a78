package org.inquest.lab.judge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.lab.scenario.Scenario;

/// What a diagnosis of a scenario's dump must say, and what it must not.
///
/// @param rules any of these must have found the first cause; empty where nothing is wrong
/// @param told what the first finding must name; `{key}` stands for a fact of the truth
/// @param beside rules that may name further causes; no other may
/// @param least how sure the first cause must be
public record Expectation(
    List<String> rules, List<String> told, Set<String> beside, Confidence least) {

  private static final String HEALTHY = "healthy";
  private static final Set<String> KEYS = Set.of("rule", "told", "beside", "sure", HEALTHY);

  /// Reads the `expect.*` properties.
  ///
  /// ```
  /// expect.healthy = yes            no fault may be found
  /// expect.rule = ID | ID           which rule must find the cause
  /// expect.told = TEXT; {KEY}; ...  what its finding must name
  /// expect.beside = ID ID           rules that may name a cause beside it
  /// expect.sure = possible          less than likely will do
  /// ```
  ///
  /// @throws MalformedInput for a key that means nothing, or if neither a rule nor health is
  ///   expected
  public static Expectation of(String scenario, Map<String, String> properties) {
    for (String key : properties.keySet()) {
      if (!key.startsWith(Scenario.EXPECT)
          || !KEYS.contains(key.substring(Scenario.EXPECT.length()))) {
        throw new MalformedInput(
            "scenario " + scenario, -1, "one of expect." + String.join(", expect.", KEYS), key);
      }
    }
    boolean healthy = get(properties, HEALTHY).equals("yes");
    List<String> rules = split(get(properties, "rule"), "\\|");
    if (healthy != rules.isEmpty()) {
      throw new MalformedInput(
          "scenario " + scenario, -1, "expect.rule or expect.healthy = yes", "both or none");
    }
    return new Expectation(
        rules,
        split(get(properties, "told"), ";"),
        Set.copyOf(split(get(properties, "beside"), "\\s+")),
        sure(scenario, get(properties, "sure")));
  }

  /// Whether nothing is wrong with the guest.
  public boolean healthy() {
    return rules.isEmpty();
  }

  private static Confidence sure(String scenario, String text) {
    if (text.isEmpty()) {
      return Confidence.LIKELY;
    }
    return Stream.of(Confidence.values())
        .filter(c -> c.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new MalformedInput(
                "scenario " + scenario, -1, "expect.sure = certain, likely or possible", text));
  }

  private static String get(Map<String, String> properties, String key) {
    return properties.getOrDefault(Scenario.EXPECT + key, "").strip();
  }

  private static List<String> split(String text, String at) {
    return Arrays.stream(text.split(at)).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }
}
