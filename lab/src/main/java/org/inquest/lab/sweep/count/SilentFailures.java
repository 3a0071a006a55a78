package org.inquest.lab.sweep.count;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.detail.InjectedStack;
import org.inquest.lab.sweep.knob.KnobFiles;
import org.inquest.lab.sweep.knob.KnobWrite;

/// Where a call was made to fail that the kernel's log says nothing of: since 3f913fc5f974 ("mm:
/// fix missing handler for __GFP_NOWARN", v5.19) it keeps quiet about allocations that ask for no
/// warning. Their events tell all the same: the kernel is asked to keep a stack whenever one of
/// them has no memory to give.
///
/// @param tracefs its folder
/// @param events folders of the events that tell an allocation's result
/// @param pages whether the function that decides on pages can be probed: their event is left out
///   when they are made to fail
public record SilentFailures(String tracefs, List<String> events, boolean pages) {
  private static final String SLAB = "failslab";
  private static final String PAGES = "fail_page_alloc";

  private static final List<String> EVENTS =
      List.of("kmalloc", "kmalloc_node", "kmem_cache_alloc", "kmem_cache_alloc_node");

  private static final String PROBE = "sweep/page";
  private static final String STACK = "<stack trace>";
  private static final String FRAME = "=> ";

  /// Who notes the stack, and stands innermost in it.
  private static final Pattern TRACER =
      Pattern.compile(
          "_*trace_.*|trace_event_.*|event_triggers.*|_*traceiter_.*|stacktrace_trigger|ring_buffer_.*"
              + "|.*k(?:ret)?probe.*|.*rethook.*|_*perf_trace_.*");

  /// Who asks for whole pages, on behalf of `kmalloc()` too.
  private static final Pattern FOR_PAGES =
      Pattern.compile("_*kmalloc_(?:large|order).*|.*alloc_pages.*");

  /// Copies its list.
  public SilentFailures {
    events = List.copyOf(events);
  }

  /// Looks whether a kernel can tell.
  ///
  /// @param tracefs where tracefs is mounted
  /// @return empty where it has no such events
  public static Optional<SilentFailures> of(KnobFiles files, String tracefs) {
    List<String> found =
        EVENTS.stream()
            .map(event -> tracefs + "/events/kmem/" + event)
            .filter(folder -> files.list(folder).contains("trigger"))
            .toList();
    boolean names = files.list(tracefs + "/options").contains("sym-offset");
    boolean probes = files.list(tracefs).contains("kprobe_events");
    return found.isEmpty() || !names
        ? Optional.empty()
        : Optional.of(new SilentFailures(tracefs, found, probes));
  }

  /// What to write before the first failure, in this order.
  public List<KnobWrite> begin() {
    List<KnobWrite> out = new ArrayList<>();
    out.add(new KnobWrite(tracefs + "/options/sym-offset", "1", "stacks have offsets"));
    for (String event : events) {
      out.add(
          new KnobWrite(
              event + "/trigger",
              "stacktrace if ptr==0",
              "failures that the log leaves out (__GFP_NOWARN) leave a stack"));
    }
    if (pages) {
      out.add(
          new KnobWrite(
              tracefs + "/kprobe_events",
              "r:" + PROBE + " should_fail_alloc_page ret=$retval:u8",
              "pages, too"));
      out.add(
          new KnobWrite(
              tracefs + "/events/" + PROBE + "/trigger", "stacktrace if ret!=0", "pages, too"));
    }
    return out;
  }

  /// The file that gives what was noted since it was last read, and forgets it.
  public String file() {
    return tracefs + "/trace_pipe";
  }

  /// The first place that a text of [#file] tells of.
  public static Optional<Site> first(String text) {
    List<CodePlace> stack = new ArrayList<>();
    boolean in = false;
    for (String line : text.lines().map(String::strip).toList()) {
      if (in && !line.startsWith(FRAME)) {
        break;
      }
      if (in) {
        CodePlace.parse(line.substring(FRAME.length()))
            .filter(place -> !place.function().isEmpty())
            .filter(place -> !stack.isEmpty() || !TRACER.matcher(place.function()).matches())
            .ifPresent(stack::add);
      }
      in |= line.endsWith(STACK);
    }
    boolean pages =
        stack.stream()
            .map(CodePlace::function)
            .takeWhile(InjectedStack::isOwn)
            .anyMatch(function -> FOR_PAGES.matcher(function).matches());
    return Optional.of(Site.of(pages ? PAGES : SLAB, stack))
        .filter(site -> !site.chain().isEmpty());
  }
}
