package org.inquest.lab.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.UsageError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BzImageTest {
  private static byte[] image(String version, int at) {
    byte[] b = new byte[0x800];
    put(b, 0x202, "HdrS");
    b[0x20e] = (byte) (at - 0x200);
    b[0x20f] = (byte) ((at - 0x200) >> 8);
    put(b, at, version);
    return b;
  }

  private static void put(byte[] b, int at, String s) {
    byte[] text = s.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, b, at, text.length);
  }

  @Test
  void readsTheReleaseUpToTheFirstBlank() {
    assertThat(BzImage.release("x", image("6.1.192-hacks (root@vm) #3 SMP\0", 0x700)))
        .isEqualTo("6.1.192-hacks");
  }

  @Test
  void refusesEveryTruncationAndOtherFiles() {
    byte[] good = image("6.1.192-hacks (x)", 0x7e0);
    for (int n = 0; n < 0x7e0; n++) {
      byte[] cut = java.util.Arrays.copyOf(good, n);
      assertThatThrownBy(() -> BzImage.release("x", cut)).isInstanceOf(MalformedInput.class);
    }
    assertThatThrownBy(() -> BzImage.release("x", new byte[4096]))
        .isInstanceOf(MalformedInput.class);
  }

  @Test
  void aFolderWithoutAnImageIsAUsageError(@TempDir Path empty) {
    assertThatThrownBy(() -> GuestKernel.local(empty)).isInstanceOf(UsageError.class);
    assertThatThrownBy(() -> GuestKernel.local(empty.resolve("gone")))
        .isInstanceOf(InquestException.class);
  }
}
