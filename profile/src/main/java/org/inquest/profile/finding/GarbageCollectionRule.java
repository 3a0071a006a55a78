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

/// Garbage collection of Ruby, Python, Java, Go, JavaScript, .NET, PHP, OCaml, Haskell, Lua and of
/// programs with Boehm's collector: marking and sweeping.
///
/// **What it means.** The program makes many objects, or its heap is nearly full. Java's and .NET's
/// collectors have threads of their own, which are known by their names even where functions are
/// not.
///
/// **What to do.** Make fewer objects; give the heap more room; choose another collector.
///
/// **Reference.** the runtime's handbook: Ruby's `GC.stat`, Java's `-Xlog:gc`, Go's `GODEBUG`.
public final class GarbageCollectionRule implements ProfileRule {
  // What allocates (Go's heapBitsSetType, Ruby's newobj) is not the collector, even where it keeps
  // the collector's books.
  private static final FunctionGroup RUBY =
      FunctionGroup.user(
          "(rb_)?(gc|rgengc|objspace)_(?!impl_(malloc|calloc|realloc|free|new_obj)|writebarrier).*"
              + "|(rb_)?garbage_collect.*"
              + "|.*(mark_stacked|mark_roots|mark_children|sweep_(page|slot|step|rest)).*"
              + "|heap_(prepare|page_allocate).*|(newobj|heap)_slowpath.*",
          ".*ruby.*");

  /// Seen: 3.8, 3.11 (also Debian's, and its debugging build), 3.12 and 3.13; 3.14 by its source.
  /// `tp_traverse` of each type is called by the collector alone.
  private static final FunctionGroup PYTHON =
      FunctionGroup.user(
          "gc_.*|collect|PyGC_.*|\\w*[Tt]raverse|visit_(decref|reachable|move|add_to_container)"
              + "|_?PyObject_(Visit(ManagedDict|InstanceAttributes)|IS_GC)"
              + "|subtract_refs|update_refs|deduce_unreachable|clear_unreachable_mask"
              + "|move_(unreachable|legacy_finalizer).*|untrack_(tuples|dicts)|validate_list"
              + "|handle_(weakrefs|resurrected_objects)|(finalize|check|delete)_garbage"
              + "|mark_(all_reachable|stacks)|expand_region_transitively_reachable",
          ".*python.*");

  private static final FunctionGroup HOTSPOT =
      FunctionGroup.user(
          "(G1|PS|Par(allel|MarkBitMap|CompactionManager)|MoveAndUpdateClosure|DefNew|Tenured"
              + "|Serial(Heap|FullGC|Block)|GenCollect|GenMarkSweep|CompactibleSpace"
              + "|ZMark|ZHeap|ZReloc|ZBarrier|Shenandoah|Mark|Scavenge|CardTableRS|OopOopIterate).*::.*"
              + "|ContiguousSpace::(prepare_for_compaction|oop_since_save_marks_iterate.*)"
              + "|Generation::promote|.*::oops_do(_.*)?|.*::oop_iterate(_.*)?<.*",
          "libjvm\\.so");

  /// Wherever V8 is built in: its names are its own. Its compilers and its deoptimizer mark, too.
  private static final FunctionGroup V8 =
      FunctionGroup.user(
          "v8::internal::(?!compiler::|maglev::|Deoptimizer|JSFunction|Factory)"
              + ".*(Mark|Sweep|Scaveng|GarbageColl|Evacuat).*",
          ".*");

  private static final FunctionGroup DOTNET = FunctionGroup.user("(SVR|WKS)::gc_heap::.*", ".*");

  /// Programs in Go hold their runtime, and may be called anything. Seen: 1.19 and gccgo 12; the
  /// collector by spans of 1.25 by its source.
  private static final FunctionGroup GO =
      FunctionGroup.user(
          "runtime\\.(gc.*|scan(object|block|stack|conservative|Span|[oO]bjects?Small).*"
              + "|mark.*|sweep.*|\\(\\*(gcWork|gcBits|sweepLocked|spanQueue)\\)\\..*"
              + "|greyobject.*|wbBuf.*|bgsweep.*|bgscavenge.*|findObject.*"
              + "|tryDeferToSpanScan|spanSetScans"
              + "|heapBits\\.(bits|next.*|isPointer|morePointers)|heapBitsForAddr|typePointers\\..*"
              + "|\\(?\\*?mspan\\)?\\.(typePointersOf.*|markBits.*|isFree))"
              + "|internal/runtime/gc/scan\\..*",
          ".*");

  private static final FunctionGroup PHP =
      FunctionGroup.user(
          "zend_gc_.*|gc_(mark|scan|collect|possible_root|remove_|add_garbage|run).*|zend_std_get_gc",
          ".*php.*");

  /// Collectors that are linked into programs of any name: of OCaml 4, Haskell's GHC, Boehm, Demers
  /// and Weiser (Guile and others), Lua, LuaJIT.
  private static final FunctionGroup LINKED =
      FunctionGroup.user(
          "caml_(oldify|darken|redarken|major_(collection|slice)|minor_collection|empty_minor"
              + "|gc_dispatch|alloc_shr_for_minor_gc|page_table_lookup|compact_heap|final_do).*"
              + "|mark_slice(_darken)?|sweep_slice|bf_merge_block"
              + "|evacuate1?|scavenge_(block|large|stack|mutable_list|one|static)1?|GarbageCollect"
              + "|GC_(mark|push|reclaim|build_fl|clear_hdr_marks|header_cache_miss|apply_to_all"
              + "|try_to_collect|finish_collection|collect|continue_reclaim|start_reclaim).*"
              + "|propagatemark|reallymarkobject|sweep(step|list|togen)|traverse(table|strong"
              + "|weak|ephemeron)\\w*|luaC_(step|fullgc).*|lj_gc_(step|fullgc).*"
              + "|gc_(sweep|onestep|mark|traverse|propagate|finalize)(_\\w*)?",
          ".*");

  /// Functions of the runtimes that were looked at.
  static final FunctionGroup RUNTIMES =
      RUBY.or(PYTHON).or(HOTSPOT).or(V8).or(DOTNET).or(GO).or(PHP).or(LINKED);

  private static final Dominance WORK =
      new Dominance(RUNTIMES, "Garbage collection", Dominance.USUAL, advice());

  /// Threads of HotSpot's collectors (gc/shared/workerThread.cpp, their `name`) and of .NET's
  /// (gc/gc.cpp, where they are created).
  private static final Pattern THREADS =
      Pattern.compile(
          "GC Thread#.*|G1 .*|ZWorker.*|ZDriver.*|XWorker.*|XDriver.*|Shenandoah.*|VM Thread"
              + "|\\.NET (Server GC|BGC)");

  /// For the scan.
  public GarbageCollectionRule() {}

  private static List<String> advice() {
    return List.of(
        "make fewer objects with short lives: profile report --tree shows who allocates",
        "give the heap more room: RUBY_GC_HEAP_GROWTH_FACTOR, gc.freeze and gc.set_threshold of"
            + " Python, -Xmx of Java, GOGC of Go, --max-semi-space-size of Node.js, the space_overhead"
            + " of OCaml, setpause of Lua");
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
        new Evidence.Note(
            share.counted()
                + " in "
                + (threads.size() == 1 ? "one thread" : threads.size() + " threads")
                + " of collectors"));
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
