package org.inquest.lab.guest;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.inquest.formats.fault.Unavailable;

/// The far end of a guest's network card: sends it small frames, each an interrupt of its own, so
/// that its driver is in interrupts much of the time.
///
/// QEMU's `socket` network back end carries one Ethernet frame in each UDP datagram; both ports are
/// on the loopback interface.
public final class Flood implements AutoCloseable {
  // About 1,000 frames a second. An emulated CPU needs some 0.3 ms for each; faster, and the kernel
  // would stop taking interrupts and poll in ksoftirqd, which a scenario may starve.
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int FRAME_SIZE = 60;

  private final DatagramSocket socket;
  private final int guestPort;
  private volatile boolean closed;

  private Flood(DatagramSocket socket, int guestPort) {
    this.socket = socket;
    this.guestPort = guestPort;
  }

  /// Takes two free ports. Nothing is sent before [#start()].
  ///
  /// @throws Unavailable if there are none
  public static Flood prepare() {
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return to(free.getLocalPort());
    } catch (IOException e) {
      throw new Unavailable(
          "no UDP port on the loopback interface (" + e.getMessage() + ")", "bring 'lo' up");
    }
  }

  static Flood to(int guestPort) throws IOException {
    return new Flood(new DatagramSocket(0, InetAddress.getLoopbackAddress()), guestPort);
  }

  /// QEMU's arguments for the card.
  public List<String> arguments() {
    String ends = "udp=127.0.0.1:" + socket.getLocalPort() + ",localaddr=127.0.0.1:" + guestPort;
    return List.of("-netdev", "socket,id=flood," + ends, "-device", "e1000,netdev=flood");
  }

  /// Begins to send, until closed.
  public void start() {
    Thread.ofPlatform().daemon().name("lab-flood").start(this::send);
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
  }

  private void send() {
    byte[] frame = frame();
    DatagramPacket packet =
        new DatagramPacket(frame, frame.length, InetAddress.getLoopbackAddress(), guestPort);
    while (!closed) {
      try {
        socket.send(packet);
      } catch (IOException e) {
        // Refused until QEMU listens, and after it ended; closing ends the loop.
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /// A broadcast of the protocol for local experiments (IEEE 802, 0x88b5).
  static byte[] frame() {
    byte[] frame = new byte[FRAME_SIZE];
    for (int i = 0; i < 6; i++) {
      frame[i] = (byte) 0xff;
    }
    frame[6] = 0x02; // Locally administered.
    frame[12] = (byte) 0x88;
    frame[13] = (byte) 0xb5;
    return frame;
  }
}
