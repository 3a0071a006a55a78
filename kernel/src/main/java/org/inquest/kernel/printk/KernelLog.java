package org.inquest.kernel.printk;

import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.NotFound;

/// The kernel's log, oldest record first.
///
/// @param records what is readable
/// @param overwritten records that newer ones had replaced before the dump was taken
/// @param unreadable records that should be there and are not
/// @param gap why records are unreadable or left out, one sentence; empty where none is
public record KernelLog(List<LogRecord> records, long overwritten, long unreadable, String gap) {
  /// More than any sensible `log_buf_len=` holds; of a larger log, the newest records are read.
  static final int MAX_RECORDS = 1 << 18;

  public KernelLog {
    records = List.copyOf(records);
  }

  /// Reads the log, in whichever of its three forms the kernel keeps it.
  ///
  /// @throws NotFound where the kernel has no log buffer that we know
  /// @throws org.inquest.formats.fault.InquestException where its control data can't be read
  public static KernelLog read(Target target) {
    PrintkLayout layout = new PrintkLayout(target.vmcoreinfo(), target.symbols(), target.types());
    return read(target.memory(), layout);
  }

  static KernelLog read(VirtualMemory memory, PrintkLayout layout) {
    OptionalLong ring = layout.symbol("prb");
    if (ring.isPresent()) {
      return new PrintkRing(memory, layout, ring.getAsLong()).read();
    }
    // Before 896fbe20b4e2 ("printk: use the lockless ringbuffer", v5.10).
    OptionalLong buffer = layout.symbol("log_buf");
    if (buffer.isEmpty()) {
      throw new NotFound("symbol", "prb or log_buf", "the kernel's symbols");
    }
    if (layout.symbol("log_first_idx").isPresent()) {
      return new RecordBuffer(memory, layout, buffer.getAsLong()).read();
    }
    // Before 7ff9554bb578 ("printk: convert byte-buffer to variable-length record buffer", v3.5).
    return new TextBuffer(memory, layout, buffer.getAsLong()).read();
  }

  /// Whether every record since boot is there.
  public boolean complete() {
    return overwritten == 0 && unreadable == 0 && gap.isEmpty();
  }

  /// The line that a person would look up: the record's stamp and its line.
  public static String line(LogRecord record, String line) {
    return record.stamp() + line;
  }
}
