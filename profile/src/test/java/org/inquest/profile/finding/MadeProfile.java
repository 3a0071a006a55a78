package org.inquest.profile.finding;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

/// A profile written in words: stacks of the kernel and of code made at run time, with how often
/// each was seen.
final class MadeProfile {
  private static final long KERNEL = 0xffffffff81000000L;
  private static final long USER = 0x5000;
  private static final long SIZE = 0x100;

  private final Path machine;
  private final List<String> kernelNames = new ArrayList<>();
  private final List<String> userNames = new ArrayList<>();
  private final PerfDataBuilder file =
      new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN)
          .event(
              SampleType.IP
                  | SampleType.TID
                  | SampleType.TIME
                  | SampleType.CPU
                  | SampleType.CALLCHAIN,
              AttrFlag.MMAP2 | AttrFlag.COMM,
              1);
  private long time = 1_000_000;

  MadeProfile(Path machine) {
    this.machine = machine;
    file.record(RecordType.COMM, 0, file.comm(70, 71, "worker"));
    file.record(
        RecordType.MMAP2,
        RecordMisc.KERNEL,
        file.mapping(-1, KERNEL, 0x1000000, KERNEL, "[kernel.kallsyms]_text"));
    file.record(RecordType.MMAP2, RecordMisc.USER, file.mapping(70, USER, 0x100000, 0, "//anon"));
  }

  /// Samples of a stack of the kernel.
  ///
  /// @param tid 0 for the idle task
  /// @param stack functions, the innermost first
  MadeProfile kernel(int times, int tid, int cpu, String... stack) {
    return samples(times, tid, cpu, RecordMisc.KERNEL, CallChainContext.KERNEL, stack);
  }

  /// Samples of a program's stack; functions that begin with `?` have no name.
  MadeProfile user(int times, int cpu, String... stack) {
    return samples(times, 71, cpu, RecordMisc.USER, CallChainContext.USER, stack);
  }

  /// Gives the program's thread another name from here on.
  MadeProfile called(String comm) {
    file.record(RecordType.COMM, 0, file.comm(70, 71, comm));
    return this;
  }

  /// A record of another type.
  MadeProfile record(int type, long... words) {
    file.record(type, 0, file.longs(words));
    return this;
  }

  private MadeProfile samples(int times, int tid, int cpu, int mode, long mark, String... stack) {
    long[] words = new long[6 + stack.length];
    words[0] = address(mode, stack[0]) + 16;
    words[1] = (long) tid << 32 | (tid == 0 ? 0 : 70);
    words[3] = cpu;
    words[4] = stack.length + 1L;
    words[5] = mark;
    for (int i = 0; i < stack.length; i++) {
      words[6 + i] = address(mode, stack[i]) + 16;
    }
    for (int i = 0; i < times; i++) {
      words[2] = time;
      time += 1_000_000;
      file.record(RecordType.SAMPLE, mode, file.longs(words));
    }
    return this;
  }

  private long address(int mode, String name) {
    boolean kernel = mode == RecordMisc.KERNEL;
    List<String> names = kernel ? kernelNames : userNames;
    if (!names.contains(name)) {
      names.add(name);
    }
    return (kernel ? KERNEL + SIZE : USER) + SIZE * names.indexOf(name);
  }

  /// What somebody makes of it.
  <T> T read(Function<Profile, T> reader) throws IOException {
    StringBuilder kallsyms = new StringBuilder(Long.toHexString(KERNEL)).append(" T _text\n");
    for (int i = 0; i <= kernelNames.size(); i++) {
      String name = i < kernelNames.size() ? kernelNames.get(i) : "_etext";
      kallsyms.append(Long.toHexString(KERNEL + SIZE * (i + 1L)) + " T " + name + "\n");
    }
    StringBuilder jit = new StringBuilder();
    for (int i = 0; i < userNames.size(); i++) {
      if (!userNames.get(i).startsWith("?")) {
        jit.append(Long.toHexString(USER + SIZE * i) + " 100 " + userNames.get(i) + "\n");
      }
    }
    for (Map.Entry<String, String> f :
        Map.of("proc/kallsyms", kallsyms.toString(), "tmp/perf-70.map", jit.toString())
            .entrySet()) {
      Files.createDirectories(machine.resolve(f.getKey()).getParent());
      Files.writeString(machine.resolve(f.getKey()), f.getValue());
    }
    CodeFinder finder = TestCode.below(machine);
    try (Profile profile = Profile.of(PerfData.of(new Bytes("made", file.file())), finder)) {
      return reader.apply(profile);
    }
  }
}
