package org.inquest.formats.dump;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.bytes.Cursor;

/// Reads a run of ELF notes: name and descriptor each padded to 4 bytes, in 64-bit files too
/// (fs/proc/vmcore.c).
public final class ElfNotes {
  /// Far above any machine: 8192 CPUs with three notes each. A damaged length must not become a
  /// million objects.
  private static final int MOST = 65_536;

  private ElfNotes() {}

  /// The notes in file order. Stops at the first that is damaged or cut off, and at an empty name:
  /// the kernel ends its per-CPU notes with an all-zero header (`final_note` in
  /// kernel/vmcore_info.c).
  ///
  /// @param region the notes
  public static List<ElfNote> read(MemorySegment region, ByteOrder order) {
    List<ElfNote> notes = new ArrayList<>();
    Cursor cursor = new Cursor(region, "notes", 0).withOrder(order);
    while (cursor.remaining() >= 12 && notes.size() < MOST) {
      long nameSize = cursor.u32();
      long dataSize = cursor.u32();
      int type = cursor.s32();
      long nameRoom = padded(nameSize);
      if (nameSize == 0 || nameRoom > cursor.remaining()) {
        break;
      }
      long nameAt = cursor.position();
      long dataAt = nameAt + nameRoom;
      if (dataSize > region.byteSize() - dataAt) {
        break;
      }
      notes.add(
          new ElfNote(
              name(region.asSlice(nameAt, nameSize)), type, region.asSlice(dataAt, dataSize)));
      cursor.seek(Math.min(region.byteSize(), dataAt + padded(dataSize)));
    }
    return List.copyOf(notes);
  }

  /// The text of the VMCOREINFO note.
  public static Optional<String> vmcoreinfo(List<ElfNote> notes) {
    for (ElfNote note : notes) {
      if (note.name().equals("VMCOREINFO")) {
        return Optional.of(text(note.data()));
      }
    }
    return Optional.empty();
  }

  /// A segment as text, without the NULs that pad it.
  public static String text(MemorySegment segment) {
    byte[] raw = segment.toArray(ValueLayout.JAVA_BYTE);
    int end = raw.length;
    while (end > 0 && raw[end - 1] == 0) {
      end--;
    }
    return new String(raw, 0, end, StandardCharsets.UTF_8);
  }

  private static String name(MemorySegment raw) {
    // Owners are short; a long "name" is damage, and the first bytes show it.
    return text(raw.asSlice(0, Math.min(raw.byteSize(), 64)));
  }

  private static long padded(long size) {
    return size + 3 & ~3L;
  }
}
