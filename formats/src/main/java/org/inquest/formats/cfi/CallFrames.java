package org.inquest.formats.cfi;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.inquest.formats.dwarf.DebugBytes;
import org.inquest.formats.dwarf.DebugSection;
import org.inquest.formats.dwarf.SectionAddresses;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.jspecify.annotations.Nullable;

/// A section with call frame information, `.debug_frame` or `.eh_frame`: the entry of an address.
/// Entries are read when they are asked for, and found by the linker's sorted table
/// (`.eh_frame_hdr`) where there is one. Else a list of where each begins is made of the whole
/// section the first time, which takes a kernel's 40,000 some milliseconds.
///
/// Safe for use by several threads.
public final class CallFrames {
  /// A kernel with everything built in has fewer.
  private static final int MAX_ENTRIES = 1 << 22;

  private static final long ESCAPE_WIDE = 0xffff_ffffL;

  private final EntryBytes bytes;
  private final boolean exceptions;
  private final PointerEncoding.Bases bases;
  private final Optional<FrameHeader> header;
  private long[] lows = new long[0];
  private long[] highs = new long[0];
  private long[] offsets = new long[0];
  private boolean indexed;
  private String gap = "";

  /// Those of one source file follow what they share.
  private record Shared(long offset, CommonEntry entry) {}

  private volatile @Nullable Shared shared;

  private CallFrames(
      EntryBytes bytes,
      boolean exceptions,
      PointerEncoding.Bases bases,
      Optional<FrameHeader> header) {
    this.bytes = bytes;
    this.exceptions = exceptions;
    this.bases = bases;
    this.header = header;
  }

  /// What a file's `.debug_frame` says; nothing where it has none.
  ///
  /// @param addresses of the sections of a relocatable file
  /// @throws InquestException where the section lies outside the file or can't be unpacked
  public static CallFrames ofDebugging(ElfFile file, SectionAddresses addresses) {
    DebugSection section = DebugSection.of(file, "debug_frame", addresses);
    return new CallFrames(
        new EntryBytes.Whole(section), false, new PointerEncoding.Bases(0, 0, 0), Optional.empty());
  }

  /// What the `.eh_frame` of a linked file says; nothing where it has none. It is found by the
  /// section headers, or, where these were stripped or are not in the dump, by the program headers.
  ///
  /// @throws InquestException where the section lies outside the file
  public static CallFrames ofExceptions(ElfFile file) {
    Optional<FrameHeader> header = header(file);
    String name = file.bytes().name() + " .eh_frame";
    Optional<ElfSection> section = file.section(".eh_frame").filter(ElfSection::hasBytes);
    long address =
        section
            .map(ElfSection::address)
            .or(() -> header.map(FrameHeader::framesAddress))
            .orElse(0L);
    EntryBytes entries =
        section
            .map(s -> new EntryBytes.Part(file.bytes(), name, s.offset(), s.size()))
            .or(() -> header.flatMap(h -> loaded(file, name, h.framesAddress())))
            .orElseGet(() -> new EntryBytes.Part(file.bytes(), name, 0, 0));
    return new CallFrames(
        entries,
        true,
        new PointerEncoding.Bases(address, 0, 0),
        header.filter(h -> h.sorted() && h.framesAddress() == address));
  }

  private static Optional<FrameHeader> header(ElfFile file) {
    try {
      return FrameHeader.of(file);
    } catch (InquestException e) {
      // The section can be read without it.
      return Optional.empty();
    }
  }

  /// From an address to the end of what is loaded with it.
  private static Optional<EntryBytes.Part> loaded(ElfFile file, String name, long address) {
    return file.segments().stream()
        .filter(s -> Long.compareUnsigned(address - s.address(), s.fileSize()) < 0)
        .findFirst()
        .map(s -> {
          long into = address - s.address();
          return new EntryBytes.Part(file.bytes(), name, s.offset() + into, s.fileSize() - into);
        });
  }

  /// Whether there is nothing in it.
  public boolean isEmpty() {
    return bytes.size() == 0;
  }

  /// The entry that is about an address; of several, that which begins last.
  ///
  /// @throws InquestException where it is damaged, or not in the dump that the file was found in
  public Optional<FrameEntry> at(long address) {
    if (header.isPresent()) {
      OptionalLong at = header.get().entryOf(address);
      return at.isEmpty()
          ? Optional.empty()
          : Optional.of(entry(at.getAsLong() - bases.section())).filter(e -> e.covers(address));
    }
    index();
    int low = 0;
    int high = lows.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(lows[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0 || Long.compareUnsigned(address, highs[low - 1]) >= 0) {
      return Optional.empty();
    }
    return Optional.of(entry(offsets[low - 1]));
  }

  /// Why entries behind some place could not be read; empty if all were.
  public synchronized String gap() {
    return gap;
  }

  /// All entries, in the section's order.
  public void forEach(Consumer<FrameEntry> sink) {
    walk(sink);
  }

  private synchronized void index() {
    if (indexed) {
      return;
    }
    indexed = true;
    Index all = new Index();
    gap = walk(all);
    all.sort();
    lows = all.lows;
    highs = all.highs;
    offsets = all.offsets;
  }

  /// @return why it ended early, or nothing
  private String walk(Consumer<FrameEntry> sink) {
    String damage = "";
    int entries = 0;
    for (long at = bytes.base(); at < bytes.base() + bytes.size(); ) {
      Head head;
      try {
        head = head(at);
      } catch (InquestException e) {
        return e.getMessage();
      }
      at = head == null ? at + Integer.BYTES : head.body.offset() + head.body.left();
      if (head != null && !head.common) {
        if (++entries > MAX_ENTRIES) {
          return bytes.name() + ": more than " + MAX_ENTRIES + " entries";
        }
        try {
          sink.accept(entry(head));
        } catch (InquestException e) {
          damage = e.getMessage();
        }
      }
    }
    return damage;
  }

  /// The beginning of an entry.
  ///
  /// @param body all behind the id
  /// @param commonAt where the entry is that it shares with others
  private record Head(long offset, boolean common, long commonAt, DebugBytes body) {}

  /// @return null at a mark of 4 bytes that ends a file's part of `.eh_frame`
  private @Nullable Head head(long offset) {
    DebugBytes in = bytes.at(offset);
    long length = in.u32();
    boolean wide = length == ESCAPE_WIDE;
    if (wide) {
      length = in.u64();
    }
    if (length == 0) {
      return null;
    }
    DebugBytes body = in.take(length);
    long idAt = body.offset();
    if (exceptions) {
      // Its id has 4 bytes also in the 64-bit format, and counts back from itself.
      long id = body.u32();
      return new Head(offset, id == 0, idAt - id, body.take(body.left()));
    }
    long id = wide ? body.u64() : body.u32();
    boolean common = wide ? id == -1 : id == ESCAPE_WIDE;
    return new Head(offset, common, id, body.take(body.left()));
  }

  /// An entry by its offset in the bytes.
  ///
  /// @throws InquestException where there is none
  private FrameEntry entry(long offset) {
    Head head = head(offset);
    if (head == null || head.common) {
      throw new MalformedInput(bytes.name(), offset, "an entry of a function", "another one");
    }
    return entry(head);
  }

  private FrameEntry entry(Head head) {
    CommonEntry common = common(head.commonAt);
    DebugBytes in = head.body.at(head.body.offset());
    long low = common.pointers().read(in, common.addressSize(), bases, 0);
    long high = low + common.pointers().length(in, common.addressSize());
    if (common.counted()) {
      in.skip(in.uleb());
    }
    return new FrameEntry(head.offset, low, high, common, in.take(in.left()), bases);
  }

  private CommonEntry common(long offset) {
    Shared last = shared;
    if (last != null && last.offset == offset) {
      return last.entry;
    }
    Head head = head(offset);
    if (head == null || !head.common) {
      throw new MalformedInput(bytes.name(), offset, "an entry that others share", "none");
    }
    CommonEntry entry = CommonEntry.read(head.body, exceptions);
    shared = new Shared(offset, entry);
    return entry;
  }

  /// Collects where entries are. Those about nothing are left out, and those of functions that the
  /// linker dropped, which it moved to address 0.
  private static final class Index implements Consumer<FrameEntry> {
    private long[] lows = new long[1024];
    private long[] highs = new long[1024];
    private long[] offsets = new long[1024];
    private int count;

    @Override
    public void accept(FrameEntry entry) {
      if (entry.low() == 0 || Long.compareUnsigned(entry.low(), entry.high()) >= 0) {
        return;
      }
      if (count == lows.length) {
        lows = Arrays.copyOf(lows, count * 2);
        highs = Arrays.copyOf(highs, count * 2);
        offsets = Arrays.copyOf(offsets, count * 2);
      }
      lows[count] = entry.low();
      highs[count] = entry.high();
      offsets[count++] = entry.offset();
    }

    void sort() {
      Integer[] order = new Integer[count];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Long.compareUnsigned(lows[a], lows[b]));
      lows = pick(lows, order);
      highs = pick(highs, order);
      offsets = pick(offsets, order);
    }

    private static long[] pick(long[] of, Integer[] order) {
      return Arrays.stream(order).mapToLong(i -> of[i]).toArray();
    }
  }
}
