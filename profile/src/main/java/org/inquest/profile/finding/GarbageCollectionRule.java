package org.inquest.profile.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;

/// Garbage collection of Ruby, Python, Java, Go, JavaScript and .NET: marking and sweeping.
///
/// **What it means.** The program makes many objects, or its heap is nearly full. Java's collectors
/// have threads of their own, which are known by their names even where functions are not.
///
/// **What to do.** Make fewer objects; give the heap more room; choose another collector.
///
/// **Reference.** the runtime's handbook: Ruby's `GC.stat`, Java's `-Xlog:gc`, Go's `GODEBUG`.
public final class GarbageCollectionRule implements ProfileRule {
  /// Functions of the runtimes of Ruby, Python, Java (HotSpot), JavaScript (V8) and .NET.
  static final FunctionGroup RUNTIMES =
      FunctionGroup.user(
          "(rb_)?(gc|rgengc|objspace)_.*|(rb_)?garbage_collect.*|.*(mark_stacked|mark_roots"
              + "|mark_children|sweep_(page|slot|step|rest)).*|heap_(prepare|page_allocate).*"
              + "|(newobj|heap)_slowpath.*"
              + "|(gc_collect.*|collect|visit_(decref|reachable)|subtract_refs"
              + "|deduce_unreachable|move_unreachable|update_refs|untrack_tuples|PyGC_.*)"
              + "|(G1|PS|Parallel|Serial(Heap|FullGC|Block)|DefNew|Tenured|GenCollect|GenMarkSweep"
              + "|ZMark|ZHeap|ZReloc|Shenandoah|Mark|Scavenge|CardTableRS|OopOopIterate).*::.*"
              + "|v8::internal::.*(Mark|Sweep|Scaveng|GarbageColl|Evacuat).*"
              + "|(SVR|WKS)::gc_heap::.*",
          ".*ruby.*|.*python.*|libjvm\\.so|node.*|libcoreclr.*|libclrgc.*");

  private static final Dominance WORK =
      new Dominance(
          RUNTIMES.or(
              // Programs in Go hold their runtime, and may be called anything.
              FunctionGroup.user(
                  "runtime\\.(gc.*|scan(object|block|stack|conservative).*|mark.*|sweep.*"
                      + "|greyobject.*|wbBuf.*|bgsweep.*|bgscavenge.*|findObject.*|heapBits.*)",
                  ".*")),
          "Garbage collection",
          Dominance.USUAL,
          advice());

  /// Threads of HotSpot's collectors (gc/shared/workerThread.cpp, their `name`).
  private static final Pattern THREADS =
      Pattern.compile("GC Thread#.*|G1 .*|ZWorker.*|ZDriver.*|XWorker.*|Shenandoah.*|VM Thread");

  /// For the scan.
  public GarbageCollectionRule() {}

  private static List<String> advice() {
    return List.of(
        "make fewer objects with short lives: profile report --tree shows who allocates",
        "give the heap more room: RUBY_GC_HEAP_GROWTH_FACTOR, gc.freeze and gc.set_threshold of"
            + " Python, -Xmx of Java, GOGC of Go");
  }

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "work.garbage-collection",
        "Garbage collection",
        "whether runtimes of Ruby, Python, Java, Go and others collect garbage");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    List<ThreadLoad> threads =
        facts.threads().stream().filter(t -> THREADS.matcher(t.comm()).matches()).toList();
    Share share = facts.share(threads.stream().mapToLong(ThreadLoad::samples).sum());
    return facts.busy() >= Dominance.FEWEST && share.low() >= Dominance.USUAL
        ? Judgement.found(byThreads(facts, threads, share), share.value())
        : WORK.examine(facts);
  }

  private static Verdict.Found byThreads(
      ProfileFacts facts, List<ThreadLoad> threads, Share share) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence.Note(share.counted() + " in " + threads.size() + " threads of collectors"));
    for (ThreadLoad thread : threads.subList(0, Math.min(5, threads.size()))) {
      double part = 100 * facts.share(thread.samples()).value();
      evidence.add(new Evidence.Note(String.format(Locale.ROOT, "%s %.1f %%", thread, part)));
    }
    return new Verdict.Found(
        Role.CAUSE,
        "Garbage collection: " + share + " of the " + Dominance.unit(facts),
        Confidence.LIKELY,
        "by the names of threads, which do little else",
        evidence,
        List.of(),
        advice(),
        Set.of());
  }
}
