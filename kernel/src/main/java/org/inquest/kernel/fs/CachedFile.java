package org.inquest.kernel.fs;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.list.XArrays;
import org.inquest.kernel.mm.PageFrames;

/// A file as the page cache of a dump has it (`struct address_space`, include/linux/fs.h). Reading
/// a page that is not there is a [MemoryFault], whose address is that of the page, or, where it was
/// never read or is gone again, the offset in the file.
///
/// makedumpfile leaves the page cache out unless it is told to keep it (bits 1 and 2 of the level).
public final class CachedFile implements ByteSource {
  private static final int MAX_KEPT = 256;

  /// Larger parts of programs, such as tables of symbols, are read at once.
  private static final long MAX_SLICE = 256 << 20;

  private final Target target;
  private final String name;
  private final long size;
  private final KObject pages;
  private final StructType node;
  private final PageFrames frames;
  private final Member index;
  private final int pageSize;
  private final Map<Long, byte[]> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > MAX_KEPT;
        }
      };

  /// @param name for messages
  /// @param inode `struct inode`
  /// @throws InquestException where the kernel's types are missing, or the inode is not in the dump
  public CachedFile(Target target, String name, KObject inode) {
    this.target = target;
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
    byte[] known = kept.get(number);
    if (known == null) {
      OptionalLong page = XArrays.find(pages, node, number);
      if (page.isEmpty()) {
        throw new MemoryFault(number * pageSize, false, MemoryFault.Reason.NOT_CACHED);
      }
      // Of several pages that make a folio the first one is found, which knows where it begins.
      long first = index.readLong(target.memory(), page.getAsLong());
      long physical = frames.physical(page.getAsLong()) + (number - first) * pageSize;
      known = target.physical().page(physical);
      kept.put(number, known);
    }
    return known;
  }

  @Override
  public MemorySegment slice(long offset, long length) {
    if (!has(offset, length) || length > MAX_SLICE) {
      throw new MalformedInput(
          name, offset, length + " bytes", "the end of the file at 0x" + Long.toHexString(size));
    }
    byte[] bytes = new byte[(int) length];
    copy(offset, bytes, 0, bytes.length);
    return MemorySegment.ofArray(bytes);
  }

  @Override
  public void copy(long offset, byte[] target, int at, int length) {
    if (!has(offset, length)) {
      throw new MalformedInput(
          name, offset, length + " bytes", "the end of the file at 0x" + Long.toHexString(size));
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

  /// Copies bytes of a page that is mapped, which may end behind the file's end.
  ///
  /// @throws MemoryFault where the page is not cached, or the dump does not have it
  public void mapped(long offset, byte[] to, int at, int length) {
    System.arraycopy(page(offset / pageSize), (int) (offset % pageSize), to, at, length);
  }

  @Override
  public void close() {}
}
