package org.inquest.formats.kallsyms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.testkit.KallsymsImage;
import org.inquest.formats.testkit.SparseMemory;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KallsymsTest {
  private static final long TABLES = 0xffff_ffff_8210_0000L;
  private static final long TEXT = 0xffff_ffff_8100_0000L;
  private static final String LONG_NAME = "a".repeat(40) + "Z".repeat(160);

  private static KallsymsImage image(KallsymsEncoding encoding, int functions) {
    KallsymsImage image = new KallsymsImage(encoding, TEXT, TABLES);
    if (encoding == KallsymsEncoding.ABSOLUTE_PERCPU || encoding == KallsymsEncoding.ABSOLUTE) {
      image.symbol(0, 'A', "fixed_percpu_data").symbol(0x1c0, 'A', "runqueues");
    }
    image.symbol(TEXT, 'T', "_stext").symbol(TEXT, 'T', "_text");
    for (int i = 1; i <= functions; i++) {
      image.symbol(TEXT + 64L * i, 't', "sys_read" + i);
    }
    return image
        .symbol(TEXT + 0x80_0000, 't', LONG_NAME)
        .symbol(TEXT + 0x80_0040, 't', "sys_read1")
        .symbol(TEXT + 0x90_0000, 'D', "init_task");
  }

  @ParameterizedTest
  @EnumSource(KallsymsEncoding.class)
  void everyEncodingIsToldByStextAndReadsTheSame(KallsymsEncoding encoding) {
    KallsymsImage image = image(encoding, 600);
    SparseMemory memory = new SparseMemory().put(TABLES, padded(image.bytes()));
    Kallsyms symbols = Kallsyms.read(image.tables(), memory, TEXT);
    assertThat(symbols.encoding()).isEqualTo(encoding);
    assertThat(symbols.gap()).isEmpty();

    int init = symbols.find("init_task");
    assertThat(symbols.name(init)).isEqualTo("init_task");
    assertThat(symbols.type(init)).isEqualTo('D');
    assertThat(symbols.address(init)).isEqualTo(TEXT + 0x90_0000);
    assertThat(symbols.name(symbols.indexAt(TEXT + 64 * 333 + 63))).isEqualTo("sys_read333");
    assertThat(symbols.extent(symbols.find("sys_read333"))).isEqualTo(64);
    assertThat(symbols.name(symbols.indexAt(TEXT + 3))).isEqualTo("_stext");
    assertThat(symbols.find("sys_rea")).isEqualTo(-1);
    assertThat(symbols.name(symbols.find(LONG_NAME))).isEqualTo(LONG_NAME);
  }

  @Test
  void everySymbolOfOneNameIsFound() {
    KallsymsImage image = image(KallsymsEncoding.BASE_RELATIVE, 10);
    SparseMemory memory = new SparseMemory().put(TABLES, padded(image.bytes()));
    Kallsyms symbols = Kallsyms.read(image.tables(), memory, TEXT);
    int first = symbols.find("sys_read1");
    int second = symbols.findNext("sys_read1", first);
    assertThat(symbols.address(first)).isEqualTo(TEXT + 64);
    assertThat(symbols.address(second)).isEqualTo(TEXT + 0x80_0040);
    assertThat(symbols.findNext("sys_read1", second)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "ABSOLUTE, UNTIL_6_1",
    "ABSOLUTE_PERCPU, UNTIL_6_1",
    "BASE_RELATIVE, UNTIL_6_1",
    "ABSOLUTE_PERCPU, SINCE_6_2",
    "BASE_RELATIVE, SINCE_6_2",
    "ABSOLUTE_PERCPU, SINCE_6_4",
    "BASE_RELATIVE, SINCE_6_4",
    "PLACE_RELATIVE, SINCE_7_0",
  })
  void theTablesAreFoundByTheirShape(KallsymsEncoding encoding, KallsymsImage.Order order) {
    for (int functions : new int[] {1500, 1501, 1530, 1790}) {
      KallsymsImage image = image(encoding, functions).order(order);
      byte[] bytes = padded(image.bytes());
      SparseMemory memory = new SparseMemory().put(TABLES, bytes);
      var found = KallsymsScan.find(memory, TABLES - 0x30_0000, TABLES + bytes.length);
      assertThat(found).isPresent();
      assertThat(found.get().names()).isEqualTo(image.tables().names());
      Kallsyms symbols = Kallsyms.read(found.get(), memory, TEXT);
      assertThat(symbols.encoding()).isEqualTo(encoding);
      assertThat(symbols.address(symbols.find("init_task"))).isEqualTo(TEXT + 0x90_0000);
    }
  }

  @Test
  void missingPagesCostTheSymbolsBehindThemOnly() {
    KallsymsImage image = image(KallsymsEncoding.PLACE_RELATIVE, 5000);
    byte[] bytes = image.bytes();
    long cut = TABLES + 4 * 3000;
    SparseMemory memory = new SparseMemory().put(TABLES, bytes);
    memory.cut(cut).put(image.tables().countAt(), tail(bytes, image.tables().countAt()));
    Kallsyms symbols = Kallsyms.read(image.tables(), memory, TEXT);
    assertThat(symbols.size()).isEqualTo(3000);
    assertThat(symbols.gap()).contains("missing after 3000 symbols");
    assertThat(symbols.find("sys_read2000")).isPositive();
    assertThat(symbols.find("init_task")).isEqualTo(-1);
  }

  @Test
  void anyDamageEndsInAnAnswerOrOneOfOurErrors() {
    KallsymsImage image = image(KallsymsEncoding.ABSOLUTE_PERCPU, 40);
    byte[] good = padded(image.bytes());
    Random random = new Random(2);
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int at = 0; at < good.length - (1 << 16); at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 + random.nextInt(255));
            ask(image.tables(), new SparseMemory().put(TABLES, bad));
          }
        });
  }

  private static void ask(KallsymsTables tables, SparseMemory memory) {
    try {
      Kallsyms symbols = Kallsyms.read(tables, memory, TEXT);
      for (int i = 0; i < symbols.size(); i++) {
        assertThat(symbols.name(i)).isNotNull();
      }
      symbols.find("init_task");
      symbols.indexAt(TEXT + 70);
    } catch (InquestException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static byte[] tail(byte[] bytes, long from) {
    return java.util.Arrays.copyOfRange(bytes, (int) (from - TABLES), bytes.length);
  }

  /// Tables lie inside a kernel: readable memory goes on behind them.
  private static byte[] padded(byte[] bytes) {
    return java.util.Arrays.copyOf(bytes, bytes.length + (1 << 16));
  }
}
