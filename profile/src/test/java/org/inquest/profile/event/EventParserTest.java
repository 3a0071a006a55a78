package org.inquest.profile.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.UsageError;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.profile.system.EventAttr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {
  @TempDir Path root;

  private List<EventSpec> parse(String text) {
    return EventParser.parse(
        new FakeMachine(root)
            .cpu()
            .tracepoint("sched", "sched_switch", 314)
            .tracepoint("sched", "sched_wakeup", 315)
            .tree(),
        List.of(text));
  }

  private EventSpec one(String text) {
    List<EventSpec> all = parse(text);
    assertEquals(1, all.size(), text);
    return all.getFirst();
  }

  /// Types and configurations as `perf stat -vv` shows them for the same words.
  @ParameterizedTest
  @CsvSource({
    "cycles, 0, 0",
    "cpu-cycles, 0, 0",
    "branch-misses, 0, 5",
    "CPU_CLK_UNHALTED, 0, 0",
    "cpu-clock, 1, 0",
    "cs, 1, 3",
    "L1-dcache-load-misses, 3, 0x10000",
    "LLC-stores, 3, 0x102",
    "dTLB-prefetch-misses, 3, 0x10203",
    "r1a8, 4, 0x1a8",
    "sched:sched_switch, 2, 314",
    "cpu/event=0x3c/, 4, 0x3c",
    "'cpu/event=0xc4,umask=0x20,inv/', 4, 0x8020c4",
    "cpu/config=0x1234/, 4, 0x1234",
    "cpu/split=0xa3c/, 4, 0xa0000003c",
  })
  void words(String text, int type, String config) {
    EventAttr attr = one(text).attr();
    assertEquals(type, attr.type());
    assertEquals(Long.decode(config), attr.config());
  }

  @Test
  void namedEventsOfAPmuStandForTheirTerms() {
    EventAttr loads = one("mem-loads").attr();
    assertEquals(0x1cd, loads.config());
    assertEquals(3, loads.config1());
    assertEquals(64, one("cpu/mem-loads,ldlat=64/").attr().config1());
  }

  @Test
  void lettersSayWhatIsExcluded() {
    EventSpec user = one("cycles:u");
    assertEquals("cycles:u", user.name());
    assertTrue(user.attr().has(AttrFlag.EXCLUDE_KERNEL));
    assertTrue(user.attr().has(AttrFlag.EXCLUDE_HV));
    assertEquals(false, user.attr().has(AttrFlag.EXCLUDE_USER));
    assertEquals(2L << 15, one("cycles:pp").attr().flags());
    assertTrue(one("cpu/event=0x3c/k").attr().has(AttrFlag.EXCLUDE_USER));
    assertTrue(one("sched:sched_switch:k").attr().has(AttrFlag.EXCLUDE_USER));
  }

  @Test
  void oprofilesCounts() {
    EventSpec event = one("CPU_CLK_UNHALTED:100000:0:1:0");
    assertEquals(OptionalLong.of(100_000), event.period());
    assertTrue(event.attr().has(AttrFlag.EXCLUDE_USER));
    assertEquals(0, one("LLC_MISSES:6000:0x41".replace("0x41", "65")).attr().flags());
  }

  @Test
  void howOftenMayStandInTheEvent() {
    assertEquals(OptionalLong.of(5000), one("cycles/period=5000/u").period());
    assertEquals(OptionalLong.of(99), one("cpu/event=0x3c,freq=99,name=mine/").frequency());
    assertEquals("mine", one("cpu/event=0x3c,freq=99,name=mine/").name());
  }

  @Test
  void listsGroupsAndWildcards() {
    assertEquals(
        List.of("sched:sched_switch", "sched:sched_wakeup"),
        parse("sched:*").stream().map(EventSpec::name).toList());
    List<EventSpec> all = parse("{cycles,cpu/event=1,umask=2/}:u,page-faults");
    assertEquals(List.of(1, 1, 0), all.stream().map(EventSpec::group).toList());
    assertTrue(all.get(1).attr().has(AttrFlag.EXCLUDE_KERNEL));
    assertEquals(0x201, all.get(1).attr().config());
  }

  @Test
  void aGroupsLeaderMayBeSampledForAll() {
    for (String text : List.of("{cycles,cpu-clock}:S", "{cycles:S,cpu-clock}")) {
      List<EventSpec> all = parse(text + ",page-faults");
      assertEquals(List.of(true, true, false), all.stream().map(EventSpec::leads).toList(), text);
      assertEquals(
          List.of("cycles", "cpu-clock", "page-faults"),
          all.stream().map(EventSpec::name).toList(),
          text);
    }
    assertEquals("cycles:u", parse("{cycles,cpu-clock}:uS").getFirst().name());
    assertTrue(parse("{cycles/period=5000/,cpu-clock}:S").getFirst().leads());
    assertTrue(one("cycles:S").leads());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | {} is a group without events",
        "{ },cycles | {} is a group without events",
        "{cycles,{cpu-clock}} | a group of events can't hold another one",
        "{{cycles}} | a group of events can't hold another one",
        "{cycles | the braces of {cycles don't match",
        "{cycles}} | the braces of {cycles}} don't match",
        "{cycles}u | u behind a group is not understood",
        "{cycles}:x | the letters after an event",
        "{cycles,} | an event is missing between commas",
        "{cycles,cpu-clock:S} | S stands behind the group or its first event",
        "{cycles,cpu-clock/period=5/}:S | is only counted in a group with :S",
        "{cycles,LLC_MISSES:6000}:S | is only counted in a group with :S",
      })
  void groupsThatAreTypedWrong(String text, String why) {
    InquestException e = assertThrows(UsageError.class, () -> parse(text));
    assertTrue(e.getMessage().contains(why), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void breakpoints() {
    EventAttr attr = one("mem:0xffffffff81000000/8:w").attr();
    assertEquals(EventAttr.BREAKPOINT, attr.type());
    assertEquals(0xffffffff81000000L, attr.config1());
    assertEquals(8, attr.config2());
    assertEquals(2, attr.breakpointType());
    assertEquals(8, one("mem:0x1000:x").attr().config2());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "cycles,", "cycles:z", "cycles:pppp", "cpu/event=0x3c", "cpu/event=0x100/",
        "cpu/event=x/", "mem:", "mem:0x10/3", "{cycles", "cycles:0", "cycles:1:2:0:0",
        "cycles/event=1/", "cycles/period=0/", "CPU_CLK_UNHALTED:1:2:3:4:5"
      })
  void whatIsTypedWrong(String text) {
    assertThrows(UsageError.class, () -> parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cycels", "sched:nothing", "nopmu/event=1/", "cpu/nothing=1/", "../x/y=1/"})
  void whatIsNotThere(String text) {
    assertThrows(NotFound.class, () -> parse(text));
  }

  @Test
  void withoutTracefsTheRemedyIsTold() {
    InquestException e =
        assertThrows(
            Unavailable.class,
            () -> EventParser.parse(new FakeMachine(root).cpu().tree(), List.of("sched:x")));
    assertTrue(e.getMessage().contains("mount -t tracefs"), e.getMessage());
  }
}
