package org.inquest.lab.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unavailable;

/// The header of an x86 kernel image, as far as the lab needs it
/// (`Documentation/arch/x86/boot.rst`).
public final class BzImage {
  private static final int MAGIC_AT = 0x202; // "HdrS"
  private static final int KERNEL_VERSION_AT =
      0x20e; // u16, less 0x200: file offset of a NUL-terminated string
  private static final int ENOUGH =
      0x10000; // The string lies in the real-mode part, at most 64 KiB.

  private BzImage() {}

  /// The release the image reports of itself: `6.1.0-56-cloud-amd64`.
  ///
  /// @throws MalformedInput if this is no bzImage
  public static String release(Path image) {
    byte[] head;
    try (InputStream in = Files.newInputStream(image)) {
      head = in.readNBytes(ENOUGH);
    } catch (IOException e) {
      throw new Unavailable(
          image + " can't be read", "check its name and permissions (" + e.getMessage() + ")");
    }
    return release(image.toString(), head);
  }

  static String release(String source, byte[] head) {
    if (head.length < KERNEL_VERSION_AT + 2
        || !new String(head, MAGIC_AT, 4, StandardCharsets.US_ASCII).equals("HdrS")) {
      throw new MalformedInput(source, MAGIC_AT, "'HdrS' of an x86 kernel image", "something else");
    }
    int at = (head[KERNEL_VERSION_AT] & 0xff) + ((head[KERNEL_VERSION_AT + 1] & 0xff) << 8) + 0x200;
    int end = at;
    while (end < head.length && head[end] > ' ') {
      end++;
    }
    if (end == at || end == head.length) {
      throw new MalformedInput(source, at, "the kernel's version", "nothing readable");
    }
    return new String(head, at, end - at, StandardCharsets.US_ASCII);
  }
}
