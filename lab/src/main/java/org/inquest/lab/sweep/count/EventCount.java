package org.inquest.lab.sweep.count;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;

/// One event of `events/kmem` and the histogram of it.
///
/// @param folder `/sys/kernel/tracing/events/kmem/kmalloc`
/// @param capability what makes its allocations fail
/// @param format what the event's `format` says: its fields, and its flags in words
/// @param stackKey the key of a stack: `stacktrace`, or `common_stacktrace` since events may have a
///   field of the first name
public record EventCount(String folder, String capability, String format, String stackKey) {
  /// Enough for any workload; the kernel's own 2,048 are not.
  private static final int ENTRIES = 32_768;

  private static final int CALLS = 8_192;
  private static final String CALL_SITE = "call_site.sym-offset";

  private static final Pattern SHIFT = Pattern.compile("<< \\(+(\\d{1,2})\\)+");
  private static final Pattern MASK = Pattern.compile("0x([0-9a-f]{1,8})");

  /// What to write to the event's trigger so that it counts, one after the other. A histogram has
  /// three keys at most (TRACING_MAP_KEYS_MAX); the call site is one because a stack lacks it where
  /// less than the five frames that are always left out were the allocator's
  /// (HIST_STACKTRACE_SKIP). A name and a stack do not fit into one key (HIST_KEY_SIZE_MAX), so
  /// that a second histogram tells the caches of the call sites.
  List<String> triggers() {
    List<String> keys = new ArrayList<>();
    if (hasField("call_site")) {
      keys.add(CALL_SITE);
    }
    if (hasField("gfp_flags")) {
      keys.add("gfp_flags");
    }
    keys.add(stackKey);
    List<String> out = new ArrayList<>();
    out.add("hist:keys=" + String.join(",", keys) + ":size=" + ENTRIES);
    if (hasField("name") && hasField("call_site")) {
      out.add("hist:keys=name," + CALL_SITE + ":size=" + CALLS);
    }
    return out;
  }

  /// The sites of its histogram.
  List<CountedSite> sites(Histogram histogram) {
    OptionalLong never = flag("__GFP_NOFAIL");
    Map<String, String> caches = caches(histogram);
    List<CountedSite> out = new ArrayList<>();
    for (Histogram.Entry entry : histogram.entries()) {
      boolean exempt = never.isPresent() && (gfp(entry) & never.getAsLong()) != 0;
      String cache = caches.getOrDefault(call(entry), "");
      Site site = Site.of(capability, stack(entry));
      if (!site.chain().isEmpty()) {
        out.add(new CountedSite(site, cache, entry.hits(), exempt));
      }
    }
    return out;
  }

  /// The cache of each call site; none where one call allocates from several.
  private static Map<String, String> caches(Histogram histogram) {
    Map<String, String> out = new HashMap<>();
    for (Histogram.Entry entry : histogram.entries()) {
      String name = entry.keys().getOrDefault("name", "");
      if (entry.stack().isEmpty() && !name.isEmpty()) {
        out.merge(call(entry), name, (a, b) -> a.equals(b) ? a : "");
      }
    }
    return out;
  }

  private static String call(Histogram.Entry entry) {
    String text = entry.keys().getOrDefault("call_site", "");
    return text.substring(text.indexOf(']') + 1).strip();
  }

  /// The stack, with the call site before it if it lacks that.
  private static List<CodePlace> stack(Histogram.Entry entry) {
    Optional<CodePlace> caller = CodePlace.parse(call(entry));
    if (entry.stack().isEmpty() || caller.isEmpty() || caller.get().function().isEmpty()) {
      return entry.stack();
    }
    CodePlace call = caller.get();
    boolean there =
        entry.stack().stream()
            .anyMatch(p -> p.function().equals(call.function()) && p.offset() == call.offset());
    if (there) {
      return entry.stack();
    }
    List<CodePlace> out = new ArrayList<>();
    out.add(call);
    out.addAll(entry.stack());
    return out;
  }

  private static long gfp(Histogram.Entry entry) {
    String flags = entry.keys().getOrDefault("gfp_flags", "");
    return flags.matches("\\d{1,18}") ? Long.parseLong(flags) : 0;
  }

  /// The bit of a flag, which differs between kernels, from the list of names that the event prints
  /// them by: `{( gfp_t)0x8000u), "__GFP_NOFAIL"}`, or a shifted 1.
  OptionalLong flag(String name) {
    int at = format.indexOf(", \"" + name + "\"");
    int from = at < 0 ? -1 : format.lastIndexOf('{', at);
    if (from < 0) {
      return OptionalLong.empty();
    }
    String text = format.substring(from, at);
    Matcher shift = SHIFT.matcher(text);
    if (shift.find()) {
      int bit = Integer.parseInt(shift.group(1));
      return bit < 63 ? OptionalLong.of(1L << bit) : OptionalLong.empty();
    }
    Matcher mask = MASK.matcher(text);
    return mask.find() ? OptionalLong.of(Long.parseLong(mask.group(1), 16)) : OptionalLong.empty();
  }

  private boolean hasField(String name) {
    return Pattern.compile("field:[^;]*\\b" + name + ";").matcher(format).find();
  }
}
