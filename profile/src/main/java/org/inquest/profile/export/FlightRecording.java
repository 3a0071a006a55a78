package org.inquest.profile.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inquest.profile.model.Binary;
import org.inquest.profile.model.Function;

/// A recording of the JDK's Flight Recorder, version 2.0, in one chunk (JDK:
/// src/jdk.jfr/share/classes/jdk/jfr/internal/consumer): a sample is a `jdk.ExecutionSample`, a
/// wait an event `inquest.OffCpu` with its duration. A function is a method of a class that is
/// called as its binary. Times count from where the profile's clock began, which for a reader is
/// 1970.
///
/// A chunk's head says where its tables are, before anything is written: so all is made twice, and
/// the first time only counted.
public final class FlightRecording implements ProfileExport {
  private static final int HEAD = 68;
  private static final int MAGIC = 0x464c5200;
  private static final int COMPRESSED = 1;
  private static final int CHECKPOINT = 1;
  private static final int PIECE = 1 << 16;
  private static final long MICROSECOND = 1000;

  /// Makes one.
  public FlightRecording() {}

  /// Counts, and hands on what is there to be handed on.
  private static final class Counted {
    private final OutputStream out;
    private long size;

    Counted(OutputStream out) {
      this.out = out;
    }

    void write(byte[] bytes) throws IOException {
      out.write(bytes);
      size += bytes.length;
    }
  }

  @Override
  public String name() {
    return "jfr";
  }

  @Override
  public String summary() {
    return "a Flight Recorder file, for JDK Mission Control and jfr";
  }

  @Override
  public String suffix() {
    return ".jfr";
  }

  @Override
  public boolean timed() {
    return true;
  }

  @Override
  public void write(Stacks stacks, OutputStream out) throws IOException {
    Timeline times = stacks.times();
    long start = times.start();
    long end = start;
    for (int i = 0; i < times.size(); i++) {
      end = Math.max(end, times.time(i));
    }
    Counted dry = new Counted(OutputStream.nullOutputStream());
    dry.write(new byte[HEAD]);
    events(stacks, dry);
    long tables = tables(stacks, dry);
    long types = dry.size;
    byte[] description = JfrTypes.event(start);
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    head.putInt(MAGIC).putShort((short) 2).putShort((short) 0);
    head.putLong(types + description.length).putLong(tables).putLong(types);
    // Ticks are nanoseconds.
    head.putLong(start).putLong(end - start).putLong(start).putLong(1_000_000_000);
    head.putInt(COMPRESSED);
    Counted file = new Counted(out);
    file.write(head.array());
    events(stacks, file);
    tables(stacks, file);
    file.write(description);
  }

  private static void events(Stacks stacks, Counted out) throws IOException {
    Timeline times = stacks.times();
    boolean samples = stacks.unit() == Stacks.Unit.SAMPLES;
    for (int i = 0; i < times.size(); i++) {
      JfrBytes event = new JfrBytes();
      event.number(samples ? JfrTypes.SAMPLE : JfrTypes.OFF_CPU).number(times.time(i));
      if (!samples) {
        event.number(times.weight(i) * MICROSECOND);
      }
      event.number(times.thread(i) + 1L).number(times.node(i) + 1L);
      if (samples) {
        event.number(1);
      }
      out.write(event.event());
    }
  }

  /// Writes what events refer to, in pieces that refer to the one before each.
  ///
  /// @return where the last piece is
  private static long tables(Stacks stacks, Counted out) throws IOException {
    StackTree tree = stacks.tree();
    Map<Integer, Integer> methods = new LinkedHashMap<>();
    Map<Integer, Binary> binaries = new LinkedHashMap<>();
    long before = 0;
    JfrBytes piece = new JfrBytes();
    int count = 0;
    for (int node = 0; node < tree.size(); node++) {
      if (tree.self(node) > 0) {
        stack(tree, node, methods, piece.number(node + 1L));
        count++;
      }
      if (piece.size() > PIECE) {
        before = checkpoint(out, before, List.of(pool(JfrTypes.STACK_TRACE, count, piece)));
        piece = new JfrBytes();
        count = 0;
      }
    }
    List<JfrBytes> all = new ArrayList<>();
    all.add(pool(JfrTypes.STACK_TRACE, count, piece));
    all.add(threads(stacks.times()));
    JfrBytes names = new JfrBytes().number(1).text("()V");
    JfrBytes table = new JfrBytes();
    int symbols = 1;
    for (Map.Entry<Integer, Integer> method : methods.entrySet()) {
      Function function = tree.functionOfKey(method.getKey());
      binaries.putIfAbsent(function.binary().id(), function.binary());
      names.number(++symbols).text(StackTree.name(function));
      table.number(method.getValue()).number(function.binary().id() + 1L);
      table.number(symbols).number(1).number(0).number(0);
    }
    all.add(pool(JfrTypes.METHOD, methods.size(), table));
    JfrBytes classes = new JfrBytes();
    for (Binary binary : binaries.values()) {
      names.number(++symbols).text(binary.path());
      classes.number(binary.id() + 1L).number(symbols).number(0);
    }
    all.add(pool(JfrTypes.CLASS, binaries.size(), classes));
    all.add(pool(JfrTypes.SYMBOL, symbols, names));
    all.add(pool(JfrTypes.FRAME_TYPE, 1, new JfrBytes().number(1).text("Native")));
    all.add(pool(JfrTypes.THREAD_STATE, 1, new JfrBytes().number(1).text("STATE_RUNNABLE")));
    return checkpoint(out, before, all);
  }

  private static void stack(StackTree tree, int node, Map<Integer, Integer> methods, JfrBytes out) {
    int[] path = tree.path(node);
    out.number(0).number(path.length - 1L);
    for (int i = path.length - 1; i > 0; i--) {
      int method = methods.computeIfAbsent(tree.key(path[i]), key -> methods.size() + 1);
      out.number(method).number(0).number(0).number(1);
    }
  }

  private static JfrBytes threads(Timeline times) {
    JfrBytes table = new JfrBytes();
    int count = 0;
    for (Timeline.Thread thread : times.threads()) {
      // Whole as an int: a negative number would be nine bytes.
      long tid = Math.max(0, thread.tid());
      table.number(++count).text(thread.name()).number(tid).text(thread.name()).number(0);
    }
    return pool(JfrTypes.THREAD, count, table);
  }

  /// Readers refuse a table without entries: nothing stands for it.
  private static JfrBytes pool(int type, int count, JfrBytes entries) {
    return count == 0 ? new JfrBytes() : new JfrBytes().number(type).number(count).add(entries);
  }

  private static long checkpoint(Counted out, long before, List<JfrBytes> pools)
      throws IOException {
    long here = out.size;
    JfrBytes event = new JfrBytes().number(CHECKPOINT).number(0).number(0);
    List<JfrBytes> full = pools.stream().filter(pool -> pool.size() > 0).toList();
    event.number(before == 0 ? 0 : before - here).number(0).number(full.size());
    full.forEach(event::add);
    out.write(event.event());
    return here;
  }
}
