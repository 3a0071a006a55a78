package org.inquest.profile.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;

/// Records that tell what was before recording began, in the form in which the kernel would have
/// told it (`enum perf_event_type` in `include/uapi/linux/perf_event.h`). Their time is 0, which
/// readers take as "before everything".
final class WrittenRecords {

  /// Room for the longest record: names have at most PATH_MAX bytes.
  private static final int LONGEST = 5000;

  private static final int LONGEST_NAME = 4095;
  private static final int BUILD_ID = 20;

  private final DataFile file;
  private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 18).order(ByteOrder.nativeOrder());

  /// @param file receives them
  WrittenRecords(DataFile file) {
    this.file = file;
  }

  /// A mapping of the kernel or a module.
  void kernelMapping(long start, long length, long offset, String name) {
    int at = begin(RecordType.MMAP, RecordMisc.KERNEL);
    out.putInt(-1).putInt(0).putLong(start).putLong(length).putLong(offset);
    end(at, name, -1, 0);
  }

  /// Code that the kernel made when it ran (`PERF_RECORD_KSYMBOL`).
  void kernelSymbol(long start, int length, int type, String name) {
    int at = begin(RecordType.KSYMBOL, RecordMisc.KERNEL);
    out.putLong(start).putInt(length).putShort((short) type).putShort((short) 0);
    end(at, name, -1, 0);
  }

  /// An executable mapping of a process.
  ///
  /// @param buildId instead of device and inode, where it is known
  void mapping(int pid, MapsLine line, Optional<byte[]> buildId) {
    int at =
        begin(
            RecordType.MMAP2,
            RecordMisc.USER | (buildId.isPresent() ? RecordMisc.MMAP_BUILD_ID : 0));
    out.putInt(pid).putInt(pid).putLong(line.start()).putLong(line.end() - line.start());
    out.putLong(line.offset());
    if (buildId.isPresent()) {
      byte[] id = buildId.get();
      int size = Math.min(id.length, BUILD_ID);
      out.put((byte) size).put((byte) 0).putShort((short) 0).put(id, 0, size);
      out.position(out.position() + BUILD_ID - size);
    } else {
      out.putInt(line.major()).putInt(line.minor()).putLong(line.inode()).putLong(0);
    }
    out.putInt(line.protection()).putInt(line.flags());
    end(at, line.name(), pid, pid);
  }

  /// The name of a thread.
  void name(int pid, int tid, String name) {
    int at = begin(RecordType.COMM, 0);
    out.putInt(pid).putInt(tid);
    end(at, name, pid, tid);
  }

  /// Where a thread came from. What its process has mapped is told by itself: readers know by this
  /// bit (`PERF_RECORD_MISC_FORK_EXEC`) that it is no copy of the parent's.
  void fork(int pid, int parent, int tid, int parentThread) {
    int at = begin(RecordType.FORK, RecordMisc.FORK_EXEC);
    out.putInt(pid).putInt(parent).putInt(tid).putInt(parentThread).putLong(0);
    end(at, pid, tid);
  }

  /// The namespaces of a process: device and inode of each, in the kernel's order.
  void namespaces(int pid, long[] devices, long[] inodes) {
    int at = begin(RecordType.NAMESPACES, RecordMisc.USER);
    out.putInt(pid).putInt(pid).putLong(devices.length);
    for (int i = 0; i < devices.length; i++) {
      out.putLong(devices[i]).putLong(inodes[i]);
    }
    end(at, pid, pid);
  }

  /// A cgroup's number and path.
  void cgroup(long id, String path) {
    int at = begin(RecordType.CGROUP, RecordMisc.USER);
    out.putLong(id);
    end(at, path, -1, -1);
  }

  /// Records before it are older than those after the next one; readers sort between them.
  void round() {
    begin(RecordType.FINISHED_ROUND, 0);
    out.putShort(out.position() - 2, (short) 8);
  }

  /// Hands everything to the file.
  void flush() {
    file.append(out.flip());
    out.clear();
  }

  private int begin(int type, int misc) {
    if (out.remaining() < LONGEST) {
      flush();
    }
    int at = out.position();
    out.putInt(type).putShort((short) misc).putShort((short) 0);
    return at;
  }

  private void end(int at, String name, int pid, int tid) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, LONGEST_NAME);
    out.put(bytes, 0, length);
    int padded = length + 8 & ~7; // at least one zero
    for (int i = length; i < padded; i++) {
      out.put((byte) 0);
    }
    end(at, pid, tid);
  }

  private void end(int at, int pid, int tid) {
    out.putInt(pid).putInt(tid).putLong(0).putLong(0).putLong(0);
    out.putShort(at + 6, (short) (out.position() - at));
  }
}
