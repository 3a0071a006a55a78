package org.inquest.formats.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.testkit.JitDumpBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JitDumpTest {
  private static JitDumpBuilder builder(ByteOrder order) {
    return new JitDumpBuilder(order, 70, 0)
        .load(1000, 0x5000, 0x40, 1, "LFoo;::bar")
        .record(2, 1001, new byte[32]) // debugging information
        .load(1002, 0x6000, 0, 2, "empty")
        .load(1003, 0x5040, 0x20, 3, "zwölf")
        .move(1004, 0x5000, 0x7000, 0x40, 1)
        .move(1005, 0x9000, 0xa000, 0x40, 99)
        .record(77, 1006, new byte[3])
        .close(1007);
  }

  private static JitDump read(byte[] bytes) {
    return JitDump.read(new Bytes("jit-70.dump", bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
  void functionsAreReadInEitherByteOrderAndKeepTheirCodeWhenMoved(String order) {
    boolean big = order.equals("BIG_ENDIAN");
    JitDump dump = read(builder(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).file());
    assertEquals(70, dump.pid());
    assertFalse(dump.processorTime());
    assertEquals(Optional.empty(), dump.gap());
    assertEquals(
        List.of("1000 5000 40 LFoo;::bar", "1003 5040 20 zwölf", "1004 7000 40 LFoo;::bar"),
        dump.places().stream()
            .map(p ->
                p.time()
                    + " "
                    + Long.toHexString(p.address())
                    + " "
                    + Long.toHexString(p.size())
                    + " "
                    + p.name())
            .toList());
    assertEquals(40 + 16 + 40 + 11, dump.places().getFirst().code());
    assertEquals(dump.places().getFirst().code(), dump.places().getLast().code());
  }

  @Test
  void timesOfTheProcessorAreTold() {
    assertTrue(read(new JitDumpBuilder(ByteOrder.LITTLE_ENDIAN, 1, 1).file()).processorTime());
  }

  @Test
  void aFileThatIsCutHasWhatIsWhole() {
    byte[] whole = builder(ByteOrder.LITTLE_ENDIAN).file();
    int places = 0;
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length < 40) {
        assertThrows(InquestException.class, () -> read(cut));
      } else {
        JitDump dump = read(cut);
        assertTrue(dump.places().size() >= places);
        places = dump.places().size();
      }
    }
    assertEquals(3, places);
    JitDump last = read(Arrays.copyOf(whole, whole.length - 1));
    assertTrue(last.gap().orElse("").contains("jit-70.dump at offset"), last.gap().toString());
  }

  @Test
  void whateverIsDamagedThereIsNoOtherFailure() {
    byte[] whole = builder(ByteOrder.BIG_ENDIAN).file();
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        read(flipped);
      } catch (MalformedInput e) {
        assertTrue(bit < 12 * 8, "only the header may make the file unreadable, not bit " + bit);
      }
    }
  }

  @Test
  void onlySuchNamesAreSuchFiles() {
    assertEquals(OptionalInt.of(12), JitDump.processOf("jit-12.dump"));
    assertEquals(OptionalInt.empty(), JitDump.processOf("jit-.dump"));
    assertEquals(OptionalInt.empty(), JitDump.processOf("jit-12.dump.gz"));
    assertEquals(OptionalInt.empty(), JitDump.processOf("jit-99999999999999.dump"));
  }
}
