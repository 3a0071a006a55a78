package org.inquest.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestTest {
  private static final Deadline LONG = Deadline.in(Duration.ofSeconds(60));
  @TempDir Path folder;

  @Test
  void theCommandLineHasWhatTheGuestNeeds() {
    List<String> a = machine(Path.of("/t/disk")).arguments(Path.of("/t/qmp"));
    assertThat(a)
        .containsSequence("-kernel", "/k/bzImage", "-initrd", "/t/initramfs")
        .containsSequence("-smp", "2", "-m", "320")
        .containsSequence("-cpu", Accelerator.TCG.plainCpu())
        .containsSequence("-append", "console=ttyS0 panic=20 crashkernel=80M")
        .contains("unix:/t/qmp,server=on,wait=off", "-no-reboot")
        .endsWith("-device", "vmcoreinfo");
  }

  @Test
  void commasInPathsAreDoubled() {
    assertThat(machine(Path.of("/t/a,b/disk")).arguments(Path.of("/q")))
        .contains("file=/t/a,,b/disk,format=raw,if=none,id=out,cache=unsafe,werror=report");
  }

  @Test
  void instructionPointersOfAllCpus() {
    assertThat(
            Registers.parse(
                "{\"return\": \"\\r\\nCPU#0\\r\\nRAX=0000000000000001 RBX=0\\r\\nRIP=ffffffffc0123456"
                    + " RFL=00000246\\r\\nCPU#1\\r\\nRIP=0000000000401000 RFL=2\\r\\n\"}"))
        .containsExactly(0xffffffffc0123456L, 0x401000L);
    assertThat(Registers.parse("{\"return\": \"\"}")).isEmpty();
  }

  @Test
  void aFloodReachesItsPort() throws Exception {
    try (java.net.DatagramSocket guest =
            new java.net.DatagramSocket(0, java.net.InetAddress.getLoopbackAddress());
        Flood flood = Flood.to(guest.getLocalPort())) {
      flood.start();
      guest.setSoTimeout(20_000);
      java.net.DatagramPacket packet = new java.net.DatagramPacket(new byte[100], 100);
      guest.receive(packet);
      assertThat(packet.getLength()).isEqualTo(60);
      assertThat(flood.arguments().get(1)).contains("localaddr=127.0.0.1:" + guest.getLocalPort());
    }
  }

  @Test
  void theConsoleFindsLinesThatCameAndThatCome() throws Exception {
    PipedOutputStream pipe = new PipedOutputStream();
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    Console console = Console.follow(new PipedInputStream(pipe), heard::add);
    PrintStream guest = new PrintStream(pipe, true);
    guest.print("[    0.0] Linux\r\nLAB-READY\r\n");
    assertThat(console.waitFor(l -> l.endsWith("LAB-READY"), LONG)).contains("LAB-READY");
    assertThat(console.waitFor(l -> l.contains("Linux"), LONG)).isPresent();
    assertThat(console.waitFor(l -> l.contains("never"), Deadline.in(Duration.ofMillis(50))))
        .isEmpty();
    guest.print("LAB-CAPTURED 0\n");
    assertThat(console.waitFor(l -> l.contains("CAPTURED"), LONG)).isPresent();
    guest.close();
    assertThat(console.waitFor(l -> l.contains("never"), LONG)).isEmpty();
    assertThat(heard)
        .containsExactly("[    0.0] Linux", "LAB-READY", "LAB-CAPTURED 0")
        .isEqualTo(console.lines());
  }

  @Test
  void controlSkipsEventsAndTellsErrors() throws Exception {
    Path socket = folder.resolve("q");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread.ofVirtual().start(() -> serve(server));
      try (Qmp qmp = Qmp.connect(socket)) {
        assertThat(qmp.execute("inject-nmi")).isEqualTo("{\"return\": {\"n\": 2}}");
        assertThatThrownBy(() -> qmp.execute("nonsense"))
            .isInstanceOf(Unavailable.class)
            .hasMessageContaining("GenericError");
        assertThatThrownBy(() -> qmp.execute("quit"))
            .isInstanceOf(Unavailable.class)
            .hasMessageContaining("ended");
      }
    }
    assertThatThrownBy(() -> Qmp.connect(folder.resolve("nobody"))).isInstanceOf(Unavailable.class);
  }

  private static void serve(ServerSocketChannel server) {
    try (SocketChannel c = server.accept()) {
      send(c, "{\"QMP\": {}}\n");
      String[] replies = {
        "{\"return\": {}}\n",
        "{\"timestamp\": {}, \"event\": \"NMI\"}\n{\"return\": {\"n\": 2}}\n",
        "{\"error\": {\"class\": \"GenericError\"}}\n"
      };
      for (String reply : replies) {
        receive(c);
        send(c, reply);
      }
      receive(c);
    } catch (IOException e) {
      // The test fails at the other end.
    }
  }

  private static void receive(SocketChannel c) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    do {
      one.clear();
    } while (c.read(one) == 1 && one.get(0) != '\n');
  }

  private static void send(SocketChannel c, String text) throws IOException {
    c.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Machine machine(Path disk) {
    return new Machine(
        Accelerator.TCG,
        Path.of("/k/bzImage"),
        Optional.of(Path.of("/t/initramfs")),
        Optional.of(disk),
        320,
        2,
        Accelerator.TCG.plainCpu(),
        List.of("panic=20", "crashkernel=80M"),
        List.of("-device", "vmcoreinfo"));
  }
}
