package org.inquest.formats.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebugLinkTest {

  private static ElfFile with(String section, byte[] bytes) {
    byte[] file = new ElfObject(2, 62).readOnly(section, 0, bytes).bytes();
    return ElfFile.read(new Bytes("program", file));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void nameAndChecksumOfAStrippedFile() {
    // CRC-32 of "123456789", the check value of ISO 3309.
    byte[] link = text("a.debug\0\u0026\u0039\u00f4\u00cb");
    DebugLink found = DebugLink.of(with(".gnu_debuglink", link)).orElseThrow();
    assertThat(found).isEqualTo(new DebugLink("a.debug", 0xcbf4_3926L));
    assertThat(found.fits(new Bytes("a", text("123456789")))).isTrue();
    assertThat(found.fits(new Bytes("a", text("123456788")))).isFalse();
    assertThat(DebugLink.of(with(".comment", link))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0\0\0\0\0\0\0\0", "/etc/shadow\0", "..\0\0", "x/../y\0\0"})
  void namesThatAreNone(String link) {
    assertThat(DebugLink.of(with(".gnu_debuglink", text(link + "\0\0\0\0")))).isEmpty();
  }

  @Test
  void aLinkThatBreaksOff() {
    assertThatThrownBy(() -> DebugLink.of(with(".gnu_debuglink", text("abc\0\0\0"))))
        .isInstanceOf(MalformedInput.class);
    assertThatThrownBy(() -> DebugLink.of(with(".gnu_debuglink", text("abcdefgh"))))
        .isInstanceOf(MalformedInput.class);
  }

  @Test
  void theFileThatSeveralHaveInCommon() {
    String id = "0123456789abcdef0123456789abcdef01234567";
    byte[] bytes = HexFormat.of().parseHex(HexFormat.of().formatHex(text("../c\0")) + id);
    assertThat(AltLink.of(with(".gnu_debugaltlink", bytes))).contains(new AltLink("../c", id));
    byte[] newer =
        HexFormat.of().parseHex("0500" + "00" + HexFormat.of().formatHex(text("c\0")) + "14" + id);
    assertThat(AltLink.of(with(".debug_sup", newer))).contains(new AltLink("c", id));
    newer[2] = 1;
    assertThat(AltLink.of(with(".debug_sup", newer))).isEmpty();
    assertThat(AltLink.of(with(".gnu_debugaltlink", text("name without end")))).isEmpty();
    assertThat(AltLink.of(with(".gnu_debugaltlink", new byte[0]))).isEmpty();
  }
}
