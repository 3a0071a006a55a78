package org.inquest.lab.cpio;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The files of a guest, written as one newc archive.
///
/// Names are relative and without a leading slash. Folders on the way to a file are made by
/// themselves, once, before their content: the kernel's unpacker does not create parents.
/// Everything belongs to root and has time 0, so that the same content gives the same bytes.
///
/// ```
/// "070701" | 13 numbers of 8 hex digits | name, NUL, padding to 4 | data, padding to 4
/// ```
public final class CpioArchive {
  // File types of stat(2), st_mode.
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int CHARACTER = 0020000;
  private static final int SYMLINK = 0120000;

  private static final String LAST = "TRAILER!!!";
  private static final byte[] PADDING = new byte[4];

  private record Entry(int mode, byte[] data, int deviceMajor, int deviceMinor) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /// Adds an empty folder.
  public CpioArchive directory(String name) {
    return add(name, new Entry(DIRECTORY | 0755, new byte[0], 0, 0));
  }

  /// Adds a file that can be read and executed by everyone.
  public CpioArchive executable(String name, byte[] data) {
    return add(name, new Entry(REGULAR | 0755, data, 0, 0));
  }

  /// Adds a file that can be read by everyone.
  public CpioArchive file(String name, byte[] data) {
    return add(name, new Entry(REGULAR | 0644, data, 0, 0));
  }

  /// Adds a character device; without `dev/console` the kernel gives init no output.
  public CpioArchive characterDevice(String name, int major, int minor) {
    return add(name, new Entry(CHARACTER | 0600, new byte[0], major, minor));
  }

  /// Adds a symbolic link.
  public CpioArchive link(String name, String target) {
    return add(name, new Entry(SYMLINK | 0777, target.getBytes(StandardCharsets.UTF_8), 0, 0));
  }

  /// Writes the archive.
  ///
  /// @param out where to; not closed
  /// @throws IOException if `out` does
  public void writeTo(OutputStream out) throws IOException {
    int inode = 1;
    for (Map.Entry<String, Entry> e : entries.entrySet()) {
      write(out, inode++, e.getKey(), e.getValue());
    }
    write(out, inode, LAST, new Entry(0, new byte[0], 0, 0));
  }

  private CpioArchive add(String name, Entry entry) {
    if (name.isEmpty() || name.startsWith("/") || name.contains("..")) {
      throw new IllegalArgumentException("not a relative name: '" + name + "'");
    }
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      entries.putIfAbsent(name.substring(0, slash), new Entry(DIRECTORY | 0755, new byte[0], 0, 0));
    }
    entries.put(name, entry);
    return this;
  }

  private static void write(OutputStream out, int inode, String name, Entry e) throws IOException {
    byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
    int[] numbers = {
      inode,
      e.mode,
      0,
      0,
      1,
      0,
      e.data.length,
      0,
      0,
      e.deviceMajor,
      e.deviceMinor,
      nameBytes.length,
      0
    };
    StringBuilder header = new StringBuilder("070701");
    for (int n : numbers) {
      header.append(String.format("%08X", n));
    }
    out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
    out.write(nameBytes);
    pad(out, header.length() + nameBytes.length);
    out.write(e.data);
    pad(out, e.data.length);
  }

  private static void pad(OutputStream out, int written) throws IOException {
    out.write(PADDING, 0, -written & 3);
  }
}
