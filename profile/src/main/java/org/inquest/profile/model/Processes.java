package org.inquest.profile.model;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.perf.JitDump;
import org.inquest.formats.perf.PerfRecord;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;
import org.inquest.profile.model.Binary.Kind;

/// Which threads there are, what they are called and what is mapped, as records tell one after the
/// other. For one thread.
final class Processes {
  /// PROT_EXEC of mmap(2).
  private static final int EXECUTABLE = 4;

  private static final int MAX_THREADS = 1 << 22;

  private final Binaries binaries;
  private final boolean monotonic;
  private final Map<Integer, ThreadState> threads = new HashMap<>();
  private final AddressSpace kernel = new AddressSpace();
  private final Map<Long, String> groups = new HashMap<>();

  /// @param monotonic whether samples have times of CLOCK_MONOTONIC
  Processes(Binaries binaries, boolean monotonic) {
    this.binaries = binaries;
    this.monotonic = monotonic;
    threads.put(0, new ThreadState(0, 0, "swapper", new AddressSpace()));
  }

  AddressSpace kernel() {
    return kernel;
  }

  /// The path of a control group by its id; empty where nobody told it.
  Optional<String> group(long id) {
    return Optional.ofNullable(groups.get(id));
  }

  /// A thread, a new one where nobody told of it.
  ThreadState thread(int pid, int tid) {
    ThreadState known = threads.get(tid);
    if (known != null && (known.pid() == pid || tid == 0)) {
      return known;
    }
    AddressSpace space = pid == tid || pid < 0 ? new AddressSpace() : thread(pid, pid).space();
    ThreadState made = new ThreadState(pid, tid, ":" + tid, space);
    if (threads.size() < MAX_THREADS) {
      threads.put(tid, made);
    }
    return made;
  }

  /// Takes in what a record says; those that are about something else are passed over.
  void take(PerfRecord record) {
    switch (record.type()) {
      case RecordType.MMAP -> map(record, record.u64(16), record.text(40), EXECUTABLE, "");
      case RecordType.MMAP2 -> map2(record);
      case RecordType.COMM -> comm(record);
      case RecordType.FORK -> fork(record);
      case RecordType.KSYMBOL -> symbol(record);
      case RecordType.CGROUP -> groups.put(record.u64(8), record.text(16));
      default -> {
        // Says nothing about threads and mappings.
      }
    }
  }

  private void map2(PerfRecord record) {
    String buildId = "";
    if ((record.misc() & RecordMisc.MMAP_BUILD_ID) != 0) {
      int size = Math.clamp(record.byteAt(40), 0, 20);
      buildId = HexFormat.of().formatHex(record.copy(44, size));
    }
    map(record, record.u64(16), record.text(72), record.s32(64), buildId);
  }

  private void map(PerfRecord record, long start, String path, int protection, String buildId) {
    boolean data = (record.misc() & RecordMisc.MMAP_DATA) != 0;
    long length = record.u64(24);
    int mode = record.misc() & RecordMisc.CPUMODE_MASK;
    if (mode == RecordMisc.KERNEL) {
      Binary binary = binaries.kernel(path, start, record.u64(32), buildId);
      kernel.add(new Region(start, start + length, start, binary));
    } else if (!data && (protection & EXECUTABLE) != 0 && mode != RecordMisc.GUEST_KERNEL) {
      int pid = record.s32(8);
      Binary binary = binaries.mapped(path, pid, buildId);
      Region region = new Region(start, start + length, record.u64(32), binary);
      // Code without a file is named by its address in tables of compilers.
      AddressSpace space = thread(pid, record.s32(12)).space();
      if (binary.kind() == Kind.JIT) {
        space.addMade(new Region(start, start + length, start, binary));
      } else if (JitDump.processOf(binary.name()).isPresent()) {
        // Compilers map their file to say where it is; nothing runs there.
        binaries.jitDump(path, pid, monotonic).ifPresent(space::follow);
      } else {
        space.add(region);
      }
    }
  }

  private void comm(PerfRecord record) {
    ThreadState thread = thread(record.s32(8), record.s32(12));
    thread.rename(record.text(16));
    if ((record.misc() & RecordMisc.COMM_EXEC) != 0) {
      thread.runIn(new AddressSpace());
    }
  }

  private void fork(PerfRecord record) {
    int pid = record.s32(8);
    int parent = record.s32(12);
    int tid = record.s32(16);
    ThreadState from = thread(parent, record.s32(20));
    if (tid == 0 || threads.size() >= MAX_THREADS) {
      return;
    }
    // Of what ran before, the recorder tells the mappings of each process by themselves.
    boolean told = (record.misc() & RecordMisc.FORK_EXEC) != 0;
    AddressSpace space =
        pid == parent ? from.space() : told ? new AddressSpace() : from.space().copy();
    threads.put(tid, new ThreadState(pid, tid, from.comm(), space));
  }

  private void symbol(PerfRecord record) {
    long start = record.u64(8);
    int flags = record.u16(22);
    String name = record.text(24);
    if (flags == 0) {
      long end = start + record.u32(16);
      kernel.add(new Region(start, end, start, binaries.kernelSymbol(name, start, end)));
    }
  }
}
