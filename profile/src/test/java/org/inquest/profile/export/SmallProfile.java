package org.inquest.profile.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.CallChainContext;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;
import org.inquest.formats.perf.SampleType;
import org.inquest.formats.testkit.PerfDataBuilder;
import org.inquest.profile.TestCode;
import org.inquest.profile.model.CodeFinder;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.SampleFilter;

/// A profile of one thread in code made at run time: `outer` calls `inner` (two samples) and is
/// once interrupted itself.
final class SmallProfile {
  private final Path machine;
  private final String thread;
  private final PerfDataBuilder file =
      new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN)
          .event(
              SampleType.IP | SampleType.TID | SampleType.TIME | SampleType.CALLCHAIN,
              AttrFlag.MMAP2 | AttrFlag.COMM,
              1);

  SmallProfile(Path machine, String thread, String outer, String inner) throws IOException {
    this.machine = machine;
    this.thread = thread;
    Files.createDirectories(machine.resolve("tmp"));
    Files.writeString(
        machine.resolve("tmp/perf-70.map"), "5000 100 " + outer + "\n5100 80 " + inner + "\n");
  }

  /// What a format makes of it.
  byte[] in(String format) throws IOException {
    write();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Profile profile = open()) {
      ProfileExport export = ProfileExport.named(format);
      export.write(Stacks.of(profile, SampleFilter.ALL, export.timed()), out);
    }
    return out.toByteArray();
  }

  /// Its stacks: node 0 is the thread, 1 the outer function, 2 the inner one.
  StackTree tree() {
    write();
    try (Profile profile = open()) {
      return Stacks.of(profile, SampleFilter.ALL, false).tree();
    }
  }

  private void write() {
    file.record(RecordType.COMM, 0, file.comm(70, 71, thread));
    file.record(RecordType.MMAP2, RecordMisc.USER, file.mapping(70, 0x5000, 0x1000, 0, "//anon"));
    sample(1_000_000, 0x5110, 0x5020);
    sample(2_000_000, 0x5120, 0x5020);
    sample(3_000_000, 0x5010);
  }

  private void sample(long time, long... chain) {
    long[] words = new long[5 + chain.length];
    words[0] = chain[0];
    words[1] = 71L << 32 | 70;
    words[2] = time;
    words[3] = chain.length + 1L;
    words[4] = CallChainContext.USER;
    System.arraycopy(chain, 0, words, 5, chain.length);
    file.record(RecordType.SAMPLE, RecordMisc.USER, file.longs(words));
  }

  private Profile open() {
    CodeFinder finder = TestCode.below(machine);
    return Profile.of(PerfData.of(new Bytes("<b>test", file.file())), finder);
  }
}
