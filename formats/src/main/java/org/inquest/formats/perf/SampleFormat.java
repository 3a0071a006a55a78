package org.inquest.formats.perf;

/// Where an event's samples have their fields, and where its other records have theirs of them. The
/// order is that of the comment at `PERF_RECORD_SAMPLE` in include/uapi/linux/perf_event.h; the
/// identity at the end of other records has an order of its own (`struct sample_id` there).
final class SampleFormat {
  private static final int WORD = Long.BYTES;
  private static final int BRANCH = 3 * Long.BYTES;

  private final PerfEventAttr attr;
  private final long type;
  private final int timeAt;
  private final int trailer;
  private final int trailerTime;

  SampleFormat(PerfEventAttr attr) {
    this.attr = attr;
    this.type = attr.sampleType();
    this.timeAt =
        has(SampleType.TIME)
            ? PerfRecord.HEADER + words(SampleType.IDENTIFIER, SampleType.IP, SampleType.TID) * WORD
            : 0;
    this.trailer =
        attr.has(AttrFlag.SAMPLE_ID_ALL)
            ? WORD
                * words(
                    SampleType.TID,
                    SampleType.TIME,
                    SampleType.ID,
                    SampleType.STREAM_ID,
                    SampleType.CPU,
                    SampleType.IDENTIFIER)
            : 0;
    this.trailerTime = has(SampleType.TIME) ? trailer - words(SampleType.TID) * WORD : 0;
  }

  PerfEventAttr attr() {
    return attr;
  }

  private boolean has(long field) {
    return (type & field) != 0;
  }

  private int words(long... fields) {
    int count = 0;
    for (long field : fields) {
      count += has(field) ? 1 : 0;
    }
    return count;
  }

  /// Where a sample has its event's id; 0 for nowhere.
  int idAt() {
    if (has(SampleType.IDENTIFIER)) {
      return PerfRecord.HEADER;
    }
    return has(SampleType.ID)
        ? PerfRecord.HEADER
            + words(SampleType.IP, SampleType.TID, SampleType.TIME, SampleType.ADDR) * WORD
        : 0;
  }

  /// How far before its end another record has its event's id; 0 for nowhere.
  int idBeforeEnd() {
    if (trailer == 0) {
      return 0;
    }
    if (has(SampleType.IDENTIFIER)) {
      return WORD;
    }
    return has(SampleType.ID) ? trailer - words(SampleType.TID, SampleType.TIME) * WORD : 0;
  }

  /// A sample's time; 0 where it has none.
  long sampleTime(PerfRecord record) {
    return timeAt == 0 ? 0 : record.u64(timeAt);
  }

  /// The time of a record that is no sample; 0 where it has none.
  long trailerTime(PerfRecord record) {
    return trailerTime == 0 || record.size() < PerfRecord.HEADER + trailer
        ? 0
        : record.u64(record.size() - trailerTime);
  }

  /// Bytes of the identity at the end of a record that is no sample.
  int trailerSize() {
    return trailer;
  }

  /// Reads the identity at the end of a record that is no sample.
  void readTrailer(PerfRecord record, PerfSample into) {
    into.clear();
    if (trailer == 0 || record.size() < PerfRecord.HEADER + trailer) {
      return;
    }
    int at = record.size() - trailer;
    if (has(SampleType.TID)) {
      into.pid = record.s32(at);
      into.tid = record.s32(at + 4);
      at += WORD;
    }
    if (has(SampleType.TIME)) {
      into.time = record.u64(at);
      at += WORD;
    }
    if (has(SampleType.ID)) {
      into.id = record.u64(at);
      at += WORD;
    }
    if (has(SampleType.STREAM_ID)) {
      at += WORD;
    }
    if (has(SampleType.CPU)) {
      into.cpu = record.s32(at);
      at += WORD;
    }
    if (has(SampleType.IDENTIFIER)) {
      into.id = record.u64(at);
    }
  }

  /// Reads a sample.
  ///
  /// @return false where its fields do not fit into the record; those before are read
  boolean read(PerfRecord record, PerfSample into) {
    into.clear();
    int at = readFixed(record, into);
    at = readValues(record, at, into);
    at = readChain(record, at, into);
    at = readRaw(record, at, into);
    at = readBranches(record, at, into);
    at = readUser(record, at, into);
    at = readRest(record, at, into);
    return at >= 0;
  }

  /// The fields that are one word each.
  private int readFixed(PerfRecord record, PerfSample into) {
    int at = PerfRecord.HEADER;
    if (has(SampleType.IDENTIFIER)) {
      into.id = record.u64(at);
      at += WORD;
    }
    if (has(SampleType.IP)) {
      into.ip = record.u64(at);
      at += WORD;
    }
    if (has(SampleType.TID)) {
      into.pid = record.s32(at);
      into.tid = record.s32(at + 4);
      at += WORD;
    }
    if (has(SampleType.TIME)) {
      into.time = record.u64(at);
      at += WORD;
    }
    if (has(SampleType.ADDR)) {
      into.address = record.u64(at);
      at += WORD;
    }
    if (has(SampleType.ID)) {
      into.id = record.u64(at);
      at += WORD;
    }
    if (has(SampleType.STREAM_ID)) {
      at += WORD;
    }
    if (has(SampleType.CPU)) {
      into.cpu = record.s32(at);
      at += WORD;
    }
    into.period = attr.samplePeriod();
    if (has(SampleType.PERIOD)) {
      into.period = record.u64(at);
      at += WORD;
    }
    return at <= record.size() ? at : -1;
  }

  /// The counters' values: `struct read_format` in include/uapi/linux/perf_event.h.
  private int readValues(PerfRecord record, int at, PerfSample into) {
    if (at < 0 || !has(SampleType.READ)) {
      return at;
    }
    long format = attr.readFormat();
    long members = (format & ReadFormat.GROUP) == 0 ? 1 : record.u64(at);
    if (members < 0 || members > record.size()) {
      return -1;
    }
    int end = after(record, at, ReadFormat.size(format, members));
    if (end >= 0) {
      into.values = (int) members;
      into.valuesAt = at + ReadFormat.firstValue(format);
      into.valueStep = ReadFormat.each(format);
      into.valueId = ReadFormat.idBehind(format);
    }
    return end;
  }

  private int readChain(PerfRecord record, int at, PerfSample into) {
    if (at < 0 || !has(SampleType.CALLCHAIN)) {
      return at;
    }
    long length = record.u64(at);
    int end = counted(record, at, length, WORD);
    if (end >= 0) {
      into.chainLength = (int) length;
      into.chainAt = at + WORD;
    }
    return end;
  }

  private int readRaw(PerfRecord record, int at, PerfSample into) {
    if (at < 0 || !has(SampleType.RAW)) {
      return at;
    }
    long size = record.u32(at);
    int end = after(record, at, Integer.BYTES + size);
    if (end >= 0) {
      into.rawSize = (int) size;
      into.rawAt = at + Integer.BYTES;
    }
    return end;
  }

  private int readBranches(PerfRecord record, int at, PerfSample into) {
    if (at < 0 || !has(SampleType.BRANCH_STACK)) {
      return at;
    }
    long count = record.u64(at);
    int first = at;
    if ((attr.branchSampleType() & PerfEventAttr.BRANCH_HW_INDEX) != 0) {
      first += WORD;
    }
    int end = counted(record, first, count, BRANCH);
    if (end < 0) {
      return end;
    }
    into.branches = (int) count;
    into.branchesAt = first + WORD;
    return (attr.branchSampleType() & PerfEventAttr.BRANCH_COUNTERS) != 0
        ? after(record, end, count * WORD)
        : end;
  }

  private int readUser(PerfRecord record, int from, PerfSample into) {
    int at = from;
    if (at >= 0 && has(SampleType.REGS_USER)) {
      long abi = record.u64(at);
      into.userRegistersAt = at + WORD;
      at = registers(record, at, abi, attr.sampleRegsUser());
      into.userAbi = at < 0 ? 0 : (int) abi;
    }
    if (at >= 0 && has(SampleType.STACK_USER)) {
      long size = record.u64(at);
      int end = counted(record, at, size, 1);
      if (end < 0) {
        return end;
      }
      if (size != 0) {
        long valid = record.u64(end);
        into.stackAt = at + WORD;
        into.stackSize = (int) (Long.compareUnsigned(valid, size) < 0 ? valid : size);
        end = after(record, end, WORD);
      }
      at = end;
    }
    return at;
  }

  private int readRest(PerfRecord record, int from, PerfSample into) {
    int at = from;
    if (at < 0) {
      return at;
    }
    if (has(SampleType.WEIGHT | SampleType.WEIGHT_STRUCT)) {
      into.weight = record.u64(at);
      at += WORD;
    }
    if (has(SampleType.DATA_SRC)) {
      into.dataSource = record.u64(at);
      at += WORD;
    }
    if (has(SampleType.TRANSACTION)) {
      at += WORD;
    }
    if (has(SampleType.REGS_INTR)) {
      at = registers(record, at, record.u64(at), attr.sampleRegsIntr());
      if (at < 0) {
        return at;
      }
    }
    if (has(SampleType.PHYS_ADDR)) {
      into.physicalAddress = record.u64(at);
      at += WORD;
    }
    if (has(SampleType.CGROUP)) {
      into.cgroup = record.u64(at);
      at += WORD;
    }
    return at <= record.size() ? at : -1;
  }

  private static int registers(PerfRecord record, int at, long abi, long mask) {
    return after(record, at, abi == 0 ? WORD : WORD + (long) Long.bitCount(mask) * WORD);
  }

  /// Behind a u64 count and so many things of a size; -1 where they do not fit.
  private static int counted(PerfRecord record, int at, long count, int size) {
    return count < 0 || count > record.size() ? -1 : after(record, at, WORD + count * size);
  }

  private static int after(PerfRecord record, int at, long length) {
    return record.has(at, (int) Math.min(Integer.MAX_VALUE, length)) ? at + (int) length : -1;
  }
}
