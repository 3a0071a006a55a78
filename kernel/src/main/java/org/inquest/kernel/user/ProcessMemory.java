package org.inquest.kernel.user;

import java.util.Optional;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.MemoryFault.Reason;
import org.inquest.kernel.fs.CachedFile;
import org.inquest.kernel.mm.MappedArea;

/// The memory of a process, as its own reads would find it: by its page tables, and, where a page
/// of a file was not yet mapped, from the page cache. What can't be read is told apart: nothing is
/// mapped there; swapped out; in no memory, as nobody has touched it; not in the dump.
public final class ProcessMemory implements AddressReader {
  private static final int PAGE = 4096;

  private final VirtualMemory tables;
  private final Process process;

  ProcessMemory(VirtualMemory tables, Process process) {
    this.tables = tables;
    this.process = process;
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      long at = address + done;
      int chunk = Math.min(length - done, PAGE - (int) (at & PAGE - 1));
      readInPage(at, target, offset + done, chunk);
      done += chunk;
    }
  }

  private void readInPage(long address, byte[] target, int offset, int length) {
    // The kernel's half of the tables is no memory of the process.
    if (address < 0) {
      throw new MemoryFault(address, false, Reason.NOT_MAPPED);
    }
    try {
      tables.read(address, target, offset, length);
    } catch (MemoryFault e) {
      if (e.reason() != Reason.NOT_MAPPED) {
        throw e;
      }
      untouched(address, target, offset, length);
    }
  }

  private void untouched(long address, byte[] target, int offset, int length) {
    Optional<MappedArea> area = process.area(address);
    if (area.isEmpty()) {
      throw new MemoryFault(address, false, Reason.NOT_MAPPED);
    }
    Optional<CachedFile> file = process.file(area.get());
    if (file.isEmpty()) {
      throw new MemoryFault(address, false, Reason.NOT_PRESENT);
    }
    try {
      file.get().mapped(process.fileOffset(area.get(), address), target, offset, length);
    } catch (MemoryFault e) {
      throw new MemoryFault(address, false, e.reason());
    } catch (InquestException e) {
      throw new MemoryFault(address, false, Reason.NOT_CACHED);
    }
  }
}
