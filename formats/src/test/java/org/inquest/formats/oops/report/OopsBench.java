package org.inquest.formats.oops.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.inquest.formats.oops.log.LogNotes;

/// How fast console logs are read: one without reports, one that is nothing else, one line without
/// an end, all per second of CPU time. `./dev bench-oops` prints it.
final class OopsBench {
  private static final int ROUNDS = 5;
  private static final List<String> QUIET =
      List.of(
          "usb 1-%d: new high-speed USB device number %d using xhci_hcd",
          "EXT4-fs (sda%d): mounted filesystem with ordered data mode. Quota mode: none. %d",
          "eth%d: link becomes ready, 1000 Mbps full duplex, lpa 0x%x",
          "systemd[%d]: Started Session %d of User root.",
          "audit: type=1400 audit(%d.123:%d): apparmor=\"STATUS\" operation=\"profile_load\"",
          "ACPI: \\_SB_.PCI0.LPCB: _OSC evaluation returned wrong type %d %d",
          "nvme nvme%d: %d/0/0 default/read/poll queues");

  private OopsBench() {}

  /// Prints megabytes and reports per second.
  static void main() throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    byte[] quiet = quiet(8 << 20);
    byte[] loud = loud(2000);
    for (int round = 1; round <= ROUNDS; round++) {
      long[] reports = new long[1];
      long start = processor();
      LogNotes notes = ReportFinder.read(repeated(quiet, 64), report -> reports[0]++);
      double seconds = (processor() - start) / 1e9;
      out.printf(
          "no reports:    %4d MB in %.2f s = %4.0f MB/s (%d reports, %d lines)%n",
          notes.bytes() >> 20, seconds, notes.bytes() / 1e6 / seconds, reports[0], notes.lines());
      start = processor();
      ReportFinder.read(
          new ByteArrayInputStream(loud),
          report -> {
            reports[0]++;
            Headlines.of(report);
            ReportParts.of(report);
          });
      seconds = (processor() - start) / 1e9;
      out.printf(
          "only reports:  %d of %d lines each, with title and parts, in %.2f s = %.0f reports/s%n",
          reports[0], 40, seconds, reports[0] / seconds);
      start = processor();
      byte[] endless = new byte[1 << 20];
      Arrays.fill(endless, (byte) 'x');
      notes = ReportFinder.read(repeated(endless, 1024), report -> {});
      seconds = (processor() - start) / 1e9;
      out.printf(
          "one line of %d MB in %.2f s = %.0f MB/s%n",
          notes.bytes() >> 20, seconds, notes.bytes() / 1e6 / seconds);
    }
  }

  /// Nanoseconds of all threads of this JVM on CPUs: what other processes take does not count.
  private static long processor() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static InputStream repeated(byte[] piece, int times) {
    return new SequenceInputStream(
        Collections.enumeration(
            Collections.nCopies(times, piece).stream().map(ByteArrayInputStream::new).toList()));
  }

  private static byte[] quiet(int size) {
    Random random = new Random(1);
    StringBuilder out = new StringBuilder();
    double time = 1;
    while (out.length() < size) {
      time += random.nextDouble() / 10;
      String text = QUIET.get(random.nextInt(QUIET.size()));
      out.append(String.format("[%12.6f] ", time));
      out.append(String.format(text, random.nextInt(10), random.nextInt(1000))).append('\n');
    }
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] loud(int reports) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < reports; i++) {
      String text =
          """
          BUG: kernel NULL pointer dereference, address: 0000000000000018
          #PF: supervisor write access in kernel mode
          #PF: error_code(0x0002) - not-present page
          PGD 0 P4D 0
          Oops: 0002 [#1] PREEMPT SMP NOPTI
          CPU: 3 PID: 12 Comm: cat Not tainted 6.1.0-x #1
          Hardware name: QEMU Standard PC (i440FX + PIIX, 1996)
          RIP: 0010:put_it+0x7/0x20 [sick]
          Code: c3 48 8b 47 10 48 89 c3 <48> c7 43 18 00 00 00 00 c3
          RSP: 0018:ffffc90000013bf8 EFLAGS: 00010246
          RAX: 0000000000000000 RBX: 0000000000000000 RCX: 6b6b6b6b6b6b6b6b
          RDX: ffff888003c56a00 RSI: 0000000000000001 RDI: ffff888003c56b00
          RBP: ffff888003c56a00 R08: 0000000000000001 R09: ffff888003c56b00
          R10: ffff888003c56a00 R11: 0000000000000001 R12: ffff888003c56b00
          R13: ffff888003c56a00 R14: 0000000000000001 R15: ffff888003c56b00
          FS:  00007f0011223344(0000) GS:ffff88813bc00000(0000) knlGS:0000000000000000
          CS:  0010 DS: 0000 ES: 0000 CR0: 0000000080050033
          CR2: 0000000000000018 CR3: 000000001041a000 CR4: 00000000000006b0
          Call Trace:
           <TASK>
           ? __die_body+0x1a/0x60
           ? page_fault_oops+0x10/0x20
           take_it+0x11/0x22 [sick]
           carry_it+0x11/0x22 [sick]
           bring_it+0x11/0x22 [sick]
           vfs_write+0xc7/0x3f0
           ksys_write+0x5f/0xe0
           do_syscall_64+0x3b/0x90
           entry_SYSCALL_64_after_hwframe+0x64/0xce
          RIP: 0033:0x7f1122334455
          Code: 00 f7 d8 64 89 02 48 c7 c0 ff ff ff ff eb b7 0f 1f 00 <48> 3d 01 f0 ff ff
          RSP: 002b:00007ffe12345678 EFLAGS: 00000246 ORIG_RAX: 0000000000000001
          RAX: ffffffffffffffda RBX: 0000000000000002 RCX: 00007f1122334455
           </TASK>
          Modules linked in: sick(OE) virtio_net net_failover failover
          CR2: 0000000000000018
          ---[ end trace 0000000000000000 ]---
          RIP: 0010:put_it+0x7/0x20 [sick]
          Code: c3 48 8b 47 10 48 89 c3 <48> c7 43 18 00 00 00 00 c3
          note: cat[12] exited with preempt_count 1
          """;
      double time = i * 2.5 + 1;
      text.lines()
          .forEach(line ->
              out.append(String.format("[%12.6f][%6s] ", time, "T100")).append(line).append('\n'));
    }
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
