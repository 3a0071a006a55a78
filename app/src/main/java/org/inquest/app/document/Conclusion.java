package org.inquest.app.document;

import java.util.List;

/// One verdict: what happened, how sure, the evidence, what to do.
///
/// @param rule the rule that found it: `locking.mutex-cycle`
/// @param title the kind of trouble, in a few words
/// @param claim what happened, in sentences
/// @param confidence "certain", "probable", "possible"
/// @param because why it is that sure
/// @param evidence what a reviewer can check by hand
/// @param details stacks, trees and tables that show it
/// @param advice what to do next
public record Conclusion(
    String rule,
    String title,
    String claim,
    String confidence,
    String because,
    List<Proof> evidence,
    List<Document> details,
    List<String> advice)
    implements Document {

  /// One piece of evidence.
  ///
  /// @param place where: `struct rw_semaphore ffff8880... owner`, "log", "stack of PID 51"
  /// @param finding what is there
  public record Proof(String place, String finding) {}
}
