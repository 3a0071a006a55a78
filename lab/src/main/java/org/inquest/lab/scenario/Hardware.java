package org.inquest.lab.scenario;

import org.inquest.formats.fault.UsageError;

/// Something a guest has that not every guest has.
public sealed interface Hardware {

  /// A baseboard management controller with a watchdog (IPMI, over the KCS ports).
  record Bmc() implements Hardware {}

  /// An Intel e1000 network card that the host floods with small frames: an interrupt storm.
  record FloodedCard() implements Hardware {}

  /// A watchdog card (Intel 6300ESB) that injects an NMI when nobody feeds it any more.
  record WatchdogCard() implements Hardware {}

  /// One more disk: `/dev/vdb`, empty.
  ///
  /// @param megabytes its size
  record Disk(int megabytes) implements Hardware {}

  /// The same with an ext4 file system on it.
  ///
  /// @param megabytes its size
  record Ext4(int megabytes) implements Hardware {}

  /// Reads "bmc", "flooded-e1000", "watchdog", "disk:64" or "ext4:64" (megabytes).
  static Hardware parse(String text) {
    if (text.equals("bmc")) {
      return new Bmc();
    }
    if (text.equals("flooded-e1000")) {
      return new FloodedCard();
    }
    if (text.equals("watchdog")) {
      return new WatchdogCard();
    }
    if (text.matches("(disk|ext4):[1-9]\\d{0,4}")) {
      int megabytes = Integer.parseInt(text.substring(text.indexOf(':') + 1));
      return text.startsWith("disk") ? new Disk(megabytes) : new Ext4(megabytes);
    }
    throw new UsageError(
        "hardware '"
            + text
            + "' is none of bmc, flooded-e1000, watchdog, disk:MEGABYTES, ext4:MEGABYTES");
  }
}
