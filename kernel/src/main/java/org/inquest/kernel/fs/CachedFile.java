package org.inquest.kernel.fs;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.Unsupported;
import org.inquest.kernel.list.XArrays;
import org.inquest.kernel.mm.PageFrames;

/// A file as the page cache of a dump has it (`struct address_space`, include/linux/fs.h). Reading
/// a page that is not there is a [MemoryFault], whose address is that of the page, or, where it was
/// never read or is gone again, the offset in the file.
///
/// makedumpfile leaves the page cache out unless it is told to keep it (bits 1 and 2 of the level).
public final class CachedFile implements ByteSource {
  private static final int MAX_KEPT = 256;

  /// Copies of at least so many bytes stay with those who asked: tables of symbols.
  private static final long LARGE = 1 << 16;

  private final Target target;
  private final String name;
  private final long size;
  private final KObject pages;
  private final StructType node;
  private final PageFrames frames;
  private final Member index;
  private final int pageSize;
  private final AtomicLong room;

  /// Where pages are in physical memory.
  private final Map<Long, Long> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MAX_KEPT;
        }
      };

  /// @param name for messages
  /// @param inode `struct inode`
  /// @param room bytes that all large copies together may have; it gets less by each
  /// @throws InquestException where the kernel's types are missing, or the inode is not in the dump
  public CachedFile(Target target, String name, KObject inode, AtomicLong room) {
    this.target = target;
    this.room = room;
    this.name = name;
    this.size = inode.member("i_size").asLong();
    // b93b016313b3 ("page cache: use xa_lock"), v4.17.
    this.pages = inode.member("i_mapping").deref().memberOf("i_pages", "page_tree");
    this.node = target.types().struct("struct xa_node");
    this.frames = new PageFrames(target);
    // 7b230db3b8d3 ("mm: Introduce struct folio"), v5.16.
    String type = target.types().has("struct folio") ? "struct folio" : "struct page";
    this.index = target.types().struct(type).member("index");
    this.pageSize = target.physical().pageSize();
    if (size < 0) {
      throw new MalformedInput(name, -1, "a file", "one of " + size + " bytes");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  /// The page that begins at an offset; shared: never write to it.
  ///
  /// @throws MemoryFault where it is not cached, or the dump does not have it
  private synchronized byte[] page(long number) {
    Long known = kept.get(number);
    if (known == null) {
      OptionalLong page = XArrays.find(pages, node, number);
      if (page.isEmpty()) {
        throw new MemoryFault(number * pageSize, false, MemoryFault.Reason.NOT_CACHED);
      }
      // Of several pages that make a folio the first one is found, which knows where it begins.
      long first = index.readLong(target.memory(), page.getAsLong());
      known = frames.physical(page.getAsLong()) + (number - first) * pageSize;
      kept.put(number, known);
    }
    return target.physical().page(known);
  }

  @Override
  public MemorySegment slice(long offset, long length) {
    if (!has(offset, length)) {
      throw outside(offset, length);
    }
    if (length >= LARGE && room.addAndGet(-length) < 0) {
      room.addAndGet(length);
      throw new Unsupported(
          name + ": tables of " + length + " bytes are too large to be taken from a dump");
    }
    byte[] bytes = new byte[(int) length];
    copy(offset, bytes, 0, bytes.length);
    return MemorySegment.ofArray(bytes);
  }

  @Override
  public void copy(long offset, byte[] target, int at, int length) {
    if (!has(offset, length)) {
      throw outside(offset, length);
    }
    int done = 0;
    while (done < length) {
      long from = offset + done;
      int inPage = (int) (from % pageSize);
      int chunk = Math.min(length - done, pageSize - inPage);
      System.arraycopy(page(from / pageSize), inPage, target, at + done, chunk);
      done += chunk;
    }
  }

  private MalformedInput outside(long offset, long length) {
    return new MalformedInput(
        name, offset, length + " bytes", "the end of the file at 0x" + Long.toHexString(size));
  }

  /// Copies bytes of a page that is mapped, which may end behind the file's end.
  ///
  /// @throws MemoryFault where the page is not cached, or the dump does not have it
  public void mapped(long offset, byte[] to, int at, int length) {
    System.arraycopy(page(offset / pageSize), (int) (offset % pageSize), to, at, length);
  }

  @Override
  public void close() {}
}
