package org.inquest.kernel.block;

import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;

/// A whole disk, `struct gendisk`, or a file server in its place.
///
/// @param name as the kernel calls it: `sda`, `dm-0`; `nfs 0:45` where there is no disk
/// @param address of the `struct gendisk`; 0 where there is none
/// @param suspended whether it is a device-mapper device that queues all requests until somebody
///   resumes it
public record Disk(String name, long address, boolean suspended) {
  private static final String DEVICE_MAPPER = "dm_blk_dops";

  /// `DMF_SUSPENDED` of drivers/md/dm-core.h.
  private static final int SUSPENDED = 1;

  /// The disk of a block device.
  ///
  /// @param device `struct block_device`, of a disk or a partition
  /// @return empty if what is there does not look like a disk
  public static Optional<Disk> of(Target target, KObject device) {
    try {
      KObject disk = device.member("bd_disk").deref();
      String name = disk.member("disk_name").asString();
      return name.matches("[A-Za-z][\\w!.-]*")
          ? Optional.of(new Disk(name, disk.address(), suspended(target, disk)))
          : Optional.empty();
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static boolean suspended(Target target, KObject disk) {
    try {
      boolean mapped =
          target
              .symbols()
              .at(disk.member("fops").asLong())
              .map(Symbol::name)
              .filter(DEVICE_MAPPER::equals)
              .isPresent();
      // The structure is private to the driver, which is a module as a rule.
      Optional<StructType> type =
          target
              .types()
              .findAnywhere("struct mapped_device")
              .filter(StructType.class::isInstance)
              .map(StructType.class::cast);
      if (!mapped || type.isEmpty()) {
        return false;
      }
      KObject device =
          new KObject(target.memory(), type.get(), disk.member("private_data").asLong());
      long flags = device.member("flags").asLong();
      return (flags >>> SUSPENDED & 1) != 0;
    } catch (InquestException e) {
      return false;
    }
  }
}
