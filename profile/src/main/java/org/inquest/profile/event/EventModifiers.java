package org.inquest.profile.event;

import org.inquest.formats.fault.UsageError;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.profile.system.EventAttr;

/// The letters after an event's colon, as in perf-list(1): `u` user space, `k` kernel, `h`
/// hypervisor, `I` not while idle, `G` guests, `H` host, `p` up to three times for precise
/// addresses, `S` the group's leader alone is sampled and the others are read with it.
final class EventModifiers {
  private static final int MOST_PRECISE = 3;

  private EventModifiers() {}

  /// The event with the letters added to its name.
  static EventSpec apply(EventSpec spec, String letters) {
    if (letters.isEmpty()) {
      return spec;
    }
    EventAttr attr = spec.attr();
    if (letters.matches(".*[ukh].*")) {
      attr = level(attr, AttrFlag.EXCLUDE_USER, letters, 'u');
      attr = level(attr, AttrFlag.EXCLUDE_KERNEL, letters, 'k');
      attr = level(attr, AttrFlag.EXCLUDE_HV, letters, 'h');
    }
    boolean guest = letters.indexOf('G') >= 0;
    boolean host = letters.indexOf('H') >= 0;
    if (guest != host) {
      attr = attr.with(guest ? AttrFlag.EXCLUDE_HOST : AttrFlag.EXCLUDE_GUEST);
    }
    if (letters.indexOf('I') >= 0) {
      attr = attr.with(AttrFlag.EXCLUDE_IDLE);
    }
    String known = letters.replaceAll("[^ukhIGHpS]", "");
    int precise = letters.length() - letters.replace("p", "").length();
    if (known.length() != letters.length() || precise > MOST_PRECISE) {
      throw new UsageError(
          spec.name()
              + ":"
              + letters
              + ": the letters after an event are u, k, h, I, G, H, up to three p, and S");
    }
    attr = precise == 0 ? attr : attr.withPrecision(precise);
    EventSpec out = letters.indexOf('S') >= 0 ? spec.leading() : spec;
    // How a group is sampled is no part of what an event counts, nor of its name in perf's files.
    String shown = letters.replace("S", "");
    return shown.isEmpty() ? out : out.with(attr).named(spec.name() + ":" + shown);
  }

  private static EventAttr level(EventAttr attr, long exclude, String letters, char letter) {
    return letters.indexOf(letter) >= 0 ? attr.without(exclude) : attr.with(exclude);
  }
}
