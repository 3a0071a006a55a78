package org.inquest.lab.truth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.fs.CachedFile;
import org.inquest.kernel.fs.FilePaths;
import org.inquest.kernel.mm.MappedArea;
import org.inquest.kernel.mm.MappedAreas;
import org.inquest.kernel.task.Task;

/// A core file of one process of a dump, as the kernel would have written it at that moment
/// (fs/binfmt_elf.c), and the files that were mapped: what gdb needs to walk the same stack by
/// itself.
final class ProcessCore {
  private static final int NT_PRSTATUS = 1;
  private static final int NT_AUXV = 6;
  private static final int PRSTATUS = 336;
  private static final int PR_REG = 112;
  private static final int PAGE = 4096;

  private final Target target;
  private final Task task;
  private final List<MappedArea> areas;

  ProcessCore(Target target, Task task) {
    this.target = target;
    this.task = task;
    this.areas = new MappedAreas(target).all(task.mm()).items();
  }

  /// Writes the core file. Pages that are not there are zero.
  void write(Path to, Registers registers, AddressReader memory) throws IOException {
    byte[] notes = notes(registers);
    ByteBuffer head =
        ByteBuffer.allocate(64 + 56 * (areas.size() + 1)).order(ByteOrder.LITTLE_ENDIAN);
    head.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    head.putShort((short) 4).putShort((short) 62).putInt(1).putLong(0).putLong(64).putLong(0);
    head.putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) (areas.size() + 1));
    head.position(64);
    int at = head.capacity();
    segment(head, 4, 4, at, 0, notes.length);
    at = (at + notes.length + PAGE - 1) & -PAGE;
    int begin = at;
    for (MappedArea area : areas) {
      int flags = (area.executable() ? 1 : 0) | (int) (area.flags() & 2) | 4;
      segment(head, 1, flags, at, area.start(), area.end() - area.start());
      at += (int) (area.end() - area.start());
    }
    try (OutputStream out = Files.newOutputStream(to)) {
      out.write(head.array());
      out.write(notes);
      out.write(new byte[begin - head.capacity() - notes.length]);
      for (MappedArea area : areas) {
        for (long page = area.start(); page < area.end(); page += PAGE) {
          out.write(page(memory, page));
        }
      }
    }
  }

  private static byte[] page(AddressReader memory, long address) {
    byte[] bytes = new byte[PAGE];
    try {
      memory.read(address, bytes, 0, PAGE);
    } catch (InquestException e) {
      return new byte[PAGE];
    }
    return bytes;
  }

  private static void segment(
      ByteBuffer head, int type, int flags, long offset, long address, long size) {
    head.putInt(type).putInt(flags).putLong(offset).putLong(address).putLong(0);
    head.putLong(size).putLong(size).putLong(type == 1 ? PAGE : 4);
  }

  private byte[] notes(Registers registers) {
    ByteBuffer status = ByteBuffer.allocate(PRSTATUS).order(ByteOrder.LITTLE_ENDIAN);
    status.putInt(32, task.pid());
    for (int i = 0; i < registers.values().length; i++) {
      status.putLong(PR_REG + 8 * i, registers.values()[i]);
    }
    KObject saved = target.object("struct mm_struct", task.mm()).member("saved_auxv");
    ByteBuffer auxiliary =
        ByteBuffer.allocate((int) saved.length() * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < saved.length(); i++) {
      auxiliary.putLong(saved.index(i).asLong());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    note(out, NT_PRSTATUS, status.array());
    note(out, NT_AUXV, auxiliary.array());
    return out.toByteArray();
  }

  private static void note(ByteArrayOutputStream out, int type, byte[] bytes) {
    ByteBuffer head = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(5).putInt(bytes.length).putInt(type).put("CORE\0".getBytes(US_ASCII));
    out.writeBytes(head.array());
    out.writeBytes(bytes);
  }

  /// Writes each mapped file below a folder.
  void writeFiles(Path root) throws IOException {
    for (MappedArea area : areas) {
      if (area.file() == 0) {
        continue;
      }
      String path = new FilePaths(target).path(area.file()).orElseThrow();
      Path file = root.resolve(path.substring(1));
      if (!Files.exists(file)) {
        KObject inode = target.object("struct file", area.file()).member("f_inode").deref();
        CachedFile cached = new CachedFile(target, path, inode, new AtomicLong());
        byte[] bytes = new byte[(int) cached.size()];
        cached.copy(0, bytes, 0, bytes.length);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
      }
    }
  }
}
