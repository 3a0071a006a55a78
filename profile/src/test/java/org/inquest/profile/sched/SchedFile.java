package org.inquest.profile.sched;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.FeatureType;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;
import org.inquest.formats.perf.SampleType;
import org.inquest.formats.testkit.PerfDataBuilder;
import org.inquest.profile.TestCode;
import org.inquest.profile.model.CodeFinder;
import org.inquest.profile.model.Profile;

/// Writes recordings of a scheduler whose records are laid out as no kernel lays them out, and
/// whose states have other numbers: who reads them has to go by the description.
final class SchedFile {
  static final int RUNNABLE = 0;
  static final int SLEEP = 0x10;
  static final int UNINTERRUPTIBLE = 0x20;
  static final int ENDED = 0x80;
  static final int PREEMPTED = 0x100;

  private static final int SWITCH = 901;
  private static final int WAKING = 902;
  private static final long SAMPLE =
      SampleType.IDENTIFIER
          | SampleType.IP
          | SampleType.TID
          | SampleType.TIME
          | SampleType.CPU
          | SampleType.RAW;

  private static final String SWITCH_FORMAT =
      """
      name: sched_switch
      ID: 901
      format:
      \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
      \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;

      \tfield:pid_t next_pid;\toffset:4;\tsize:4;\tsigned:1;
      \tfield:pid_t prev_pid;\toffset:8;\tsize:4;\tsigned:1;
      \tfield:short next_prio;\toffset:12;\tsize:2;\tsigned:1;
      \tfield:short prev_prio;\toffset:14;\tsize:2;\tsigned:1;
      \tfield:int prev_state;\toffset:16;\tsize:4;\tsigned:1;
      \tfield:char next_comm[8];\toffset:20;\tsize:8;\tsigned:0;
      \tfield:char prev_comm[8];\toffset:28;\tsize:8;\tsigned:0;

      print fmt: "%s", __print_flags(REC->prev_state, "|", { 0x10, "S" }, { 0x20, "D" }, { 0x40, "I" }, { 0x80, "Z" })
      """;

  private static final String WAKING_FORMAT =
      """
      name: sched_waking
      ID: 902
      format:
      \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
      \tfield:unsigned char common_flags;\toffset:3;\tsize:1;\tsigned:0;

      \tfield:int target_cpu;\toffset:4;\tsize:4;\tsigned:1;
      \tfield:__data_loc char[] comm;\toffset:8;\tsize:4;\tsigned:0;
      \tfield:pid_t pid;\toffset:12;\tsize:4;\tsigned:1;
      \tfield:int prio;\toffset:16;\tsize:4;\tsigned:1;

      print fmt: "comm=%s"
      """;

  private final ByteOrder order;
  private final PerfDataBuilder file;

  /// A task of the file.
  ///
  /// @param priority the kernel's
  record Task(int tid, String comm, int priority) {}

  static final Task IDLE = new Task(0, "swapper", 120);

  SchedFile(ByteOrder order) {
    this.order = order;
    this.file =
        new PerfDataBuilder(order)
            .tracepoint(SWITCH, SAMPLE, AttrFlag.SAMPLE_ID_ALL | AttrFlag.COMM, 11)
            .tracepoint(WAKING, SAMPLE, AttrFlag.SAMPLE_ID_ALL, 12);
  }

  /// Describes the records in the file.
  SchedFile described() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x17, 0x08, 0x44});
    out.writeBytes(text("tracing0.6"));
    out.write(order == ByteOrder.BIG_ENDIAN ? 1 : 0);
    out.write(8);
    out.writeBytes(words(4).putInt(4096).array());
    for (String page : List.of("header_page", "header_event")) {
      out.writeBytes(text(page));
      out.writeBytes(sized("nothing"));
    }
    out.writeBytes(words(4).putInt(1).array());
    out.writeBytes(sized("an event of ftrace's own"));
    out.writeBytes(words(4).putInt(1).array());
    out.writeBytes(text("sched"));
    out.writeBytes(words(4).putInt(2).array());
    out.writeBytes(sized(SWITCH_FORMAT));
    out.writeBytes(sized(WAKING_FORMAT));
    file.feature(FeatureType.TRACING_DATA, out.toByteArray());
    return this;
  }

  private byte[] sized(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return words(8 + bytes.length).putLong(bytes.length).put(bytes).array();
  }

  private static byte[] text(String word) {
    return (word + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private ByteBuffer words(int size) {
    return ByteBuffer.allocate(size).order(order);
  }

  /// A task's name, as the kernel tells it before its samples.
  SchedFile named(Task task) {
    file.record(RecordType.COMM, 0, sampled(file.comm(task.tid, task.tid, task.comm), 1));
    return this;
  }

  private byte[] sampled(byte[] payload, long time) {
    // The identity behind other records: tid, time, cpu, identifier.
    return words(payload.length + 32)
        .put(payload)
        .putInt(0)
        .putInt(0)
        .putLong(time)
        .putLong(0)
        .putLong(11)
        .array();
  }

  /// Records were lost.
  SchedFile lost(long time, long count) {
    file.record(RecordType.LOST, 0, sampled(file.longs(11, count), time));
    return this;
  }

  SchedFile switched(long time, int cpu, Task from, int state, Task to) {
    ByteBuffer raw = words(36);
    raw.putShort((short) SWITCH).put((byte) 0).put((byte) 0);
    raw.putInt(to.tid).putInt(from.tid);
    raw.putShort((short) to.priority).putShort((short) from.priority).putInt(state);
    raw.put(20, to.comm.getBytes(StandardCharsets.UTF_8));
    raw.put(28, from.comm.getBytes(StandardCharsets.UTF_8));
    return sample(11, time, cpu, from, raw.array());
  }

  SchedFile waking(long time, int cpu, Task waker, boolean interrupt, Task task, int target) {
    byte[] comm = text(task.comm);
    ByteBuffer raw = words(20 + 8);
    raw.putShort((short) WAKING).put((byte) 0).put((byte) (interrupt ? 0x08 : 0));
    raw.putInt(target).putInt(comm.length << 16 | 20).putInt(task.tid).putInt(task.priority);
    raw.put(comm);
    return sample(12, time, cpu, waker, raw.array());
  }

  private SchedFile sample(long id, long time, int cpu, Task who, byte[] raw) {
    ByteBuffer b = words(40 + 4 + raw.length);
    b.putLong(id).putLong(0x1000 + who.tid).putInt(who.tid).putInt(who.tid);
    b.putLong(time).putInt(cpu).putInt(0).putInt(raw.length).put(raw);
    file.record(RecordType.SAMPLE, RecordMisc.USER, b.array());
    return this;
  }

  Profile open(Path machine) {
    return open(file.file(), machine);
  }

  byte[] bytes() {
    return file.file();
  }

  static Profile open(byte[] bytes, Path machine) {
    CodeFinder finder = TestCode.below(machine);
    return Profile.of(PerfData.of(new Bytes("sched.data", bytes)), finder);
  }
}
