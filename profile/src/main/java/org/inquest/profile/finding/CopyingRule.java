package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// Moving bytes: `memcpy`, `memset`, copies between kernel and programs, fresh pages that are
/// cleared.
///
/// **What it means.** The memory bus is the limit, not the instructions.
///
/// **Reference.** sendfile(2), splice(2), arch/x86/lib/copy_user_64.S.
public final class CopyingRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.both(
              "_*(mem(cpy|move|set|cmp|chr|pcpy)|mempcpy|bcopy|bzero)(_.*)?"
                  + "|clear_(page|huge_page|user_highpage).*|copy_(page|user_highpage|mc_.*).*"
                  + "|(raw_)?_?copy_(to|from)_(user|iter).*|rep_(movs|stos).*|copy_user_.*|_copy_(to|from)_iter.*|__arch_(copy|clear).*|clear_user.*"),
          "Memory is copied or cleared",
          Dominance.USUAL,
          List.of(
              "see who copies: profile report --tree",
              "send files with sendfile, splice or io_uring; map files; reuse memory instead of getting fresh, cleared pages"));

  /// For the scan.
  public CopyingRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "work.copying",
        "Copying and clearing memory",
        "whether memcpy, memset, clear_page and copies to and from user space take the time");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
