package org.inquest.profile.event;

import java.util.OptionalLong;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.profile.system.EventAttr;

/// An event as it was asked for.
///
/// @param name how it is shown, and named in the file: `cpu-clock:u`
/// @param kind where it comes from
/// @param attr type, configuration and what is excluded; neither period nor sample bits yet
/// @param period events from one sample to the next, where the event itself says so
/// @param frequency samples a second, where the event itself says so
/// @param group events of one number above 0 are counted together or not at all
/// @param leads whether its group's first event alone is sampled and the others are read with it
///   (`:S`)
public record EventSpec(
    String name,
    EventKind kind,
    EventAttr attr,
    OptionalLong period,
    OptionalLong frequency,
    int group,
    boolean leads) {

  /// An event without more wishes.
  static EventSpec of(String name, EventKind kind, EventAttr attr) {
    return new EventSpec(name, kind, attr, OptionalLong.empty(), OptionalLong.empty(), 0, false);
  }

  /// The same in a group.
  EventSpec inGroup(int number) {
    return new EventSpec(name, kind, attr, period, frequency, number, leads);
  }

  /// The same, sampled for its whole group.
  EventSpec leading() {
    return new EventSpec(name, kind, attr, period, frequency, group, true);
  }

  /// The same under another name.
  EventSpec named(String other) {
    return new EventSpec(other, kind, attr, period, frequency, group, leads);
  }

  /// The same with another attribute.
  EventSpec with(EventAttr other) {
    return new EventSpec(name, kind, other, period, frequency, group, leads);
  }

  /// The same with a period.
  EventSpec every(long count) {
    return new EventSpec(name, kind, attr, OptionalLong.of(count), frequency, group, leads);
  }

  /// The same with a frequency.
  EventSpec at(long hertz) {
    return new EventSpec(name, kind, attr, period, OptionalLong.of(hertz), group, leads);
  }

  /// The same without the kernel's side, as who may not see it has to ask.
  public EventSpec userOnly() {
    return new EventSpec(
        name.indexOf(':') > 0 && kind != EventKind.TRACEPOINT ? name : name + ":u",
        kind,
        attr.with(AttrFlag.EXCLUDE_KERNEL).with(AttrFlag.EXCLUDE_HV),
        period,
        frequency,
        group,
        leads);
  }
}
