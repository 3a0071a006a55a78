package org.inquest.engine.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlaceTableTest {
  private final NamePool names = new NamePool();

  private record Place(int file, int line, int column) {}

  @Test
  void whatIsWrittenIsRead() {
    Random random = new Random(1);
    int file = names.number("a.c");
    int other = names.number("b.h");
    TreeMap<Long, Place> places = new TreeMap<>();
    for (long at = 0x1000;
        places.size() < 1000;
        at += 1 + random.nextInt(random.nextInt(400) + 1)) {
      places.put(
          at,
          random.nextInt(20) == 0
              ? new Place(0, 0, 0)
              : new Place(
                  random.nextInt(3) == 0 ? other : file, random.nextInt(5000), random.nextInt(9)));
    }
    PlaceWriter writer = new PlaceWriter(new byte[1]);
    places.forEach((at, p) -> writer.place(at, 0, p.file, p.line, p.column));
    PlaceTable table = PlaceTable.of(writer.finish(), names);
    assertThat(table.at(0xfff)).isEmpty();
    for (long at = 0x1000; at < places.lastKey() + 10; at++) {
      Place expected = places.floorEntry(at).getValue();
      List<SourceFrame> frames = table.at(at);
      if (expected.file == 0) {
        assertThat(frames).isEmpty();
      } else {
        assertThat(frames)
            .containsExactly(
                new SourceFrame(
                    "", names.file(expected.file), expected.line, expected.column, false));
      }
    }
  }

  @Test
  void kernelAddressesAreUnsigned() {
    PlaceWriter writer = new PlaceWriter(new byte[1]);
    int file = names.number("a.c");
    writer.place(0x400000, 0, file, 1, 0);
    writer.place(0xffffffff81000000L, 0, file, 2, 0);
    writer.place(0xffffffff81000010L, 0, 0, 0, 0);
    PlaceTable table = PlaceTable.of(writer.finish(), names);
    assertThat(table.at(0x400001).getFirst().line()).isEqualTo(1);
    assertThat(table.at(0xffffffff8100000fL).getFirst().line()).isEqualTo(2);
    assertThat(table.at(0xffffffff81000010L)).isEmpty();
  }
}
