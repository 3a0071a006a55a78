package org.inquest.kernel.block;

import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;

/// A page of a file in memory. While it is read or written one of its flags is set, and who needs
/// it waits for that flag.
///
/// @param disk where the file is; a file server where there is no disk
/// @param file in words: `inode 12 on ext4 (dm-0)`, or the disk itself
public record CachedPage(Disk disk, String file) {
  /// `PAGE_MAPPING_ANON` and `PAGE_MAPPING_MOVABLE`: then the word leads to something else.
  private static final long MAPPING_FLAGS = 3;

  /// File system of the block devices' own pages (block/bdev.c).
  private static final String BDEV = "bdev";

  /// The page at an address.
  ///
  /// @param page address of the `struct page` or `struct folio`
  /// @return empty if it belongs to no file that can be recognised
  public static Optional<CachedPage> at(Target target, long page) {
    try {
      // 7b230db3b8d3 ("mm: Introduce struct folio", v5.16).
      String type = target.types().has("struct folio") ? "struct folio" : "struct page";
      long mapping = target.object(type, page).member("mapping").asLong();
      if (mapping == 0 || (mapping & MAPPING_FLAGS) != 0) {
        return Optional.empty();
      }
      KObject inode = target.object("struct address_space", mapping).member("host").deref();
      KObject block = inode.member("i_sb").deref();
      String fileSystem = block.member("s_type").member("name").asString();
      return fileSystem.equals(BDEV)
          ? ofDisk(target, inode)
          : Optional.of(ofFile(target, inode, block, fileSystem));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static Optional<CachedPage> ofDisk(Target target, KObject inode) {
    StructType both = target.types().struct("struct bdev_inode");
    return Disk.of(target, inode.containerOf(both, "vfs_inode").member("bdev"))
        .map(disk -> new CachedPage(disk, disk.name()));
  }

  private static CachedPage ofFile(Target target, KObject inode, KObject block, String fileSystem) {
    String id = block.member("s_id").asString();
    long number = inode.member("i_ino").asUnsigned();
    KObject device = block.member("s_bdev");
    Optional<Disk> disk = device.isZero() ? Optional.empty() : Disk.of(target, device.deref());
    return new CachedPage(
        disk.orElseGet(() -> new Disk(fileSystem + " " + id, 0, false)),
        "inode " + Long.toUnsignedString(number) + " on " + fileSystem + " (" + id + ")");
  }
}
