package org.inquest.kernel.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.Test;

/// Trees written word by word in the layout of a real kernel's types.
class MapleTreesTest {
  private static final long TREE = 0x10000;
  private static final long ROOT = 0x20000;
  private static final long LEAF = 0x30000;
  private static final int LEAF_64 = 1;
  private static final int ARANGE_64 = 3;

  private static long encoded(long node, int type) {
    return node | (long) type << 3 | 2;
  }

  /// `struct maple_arange_64`: ten slots, pivots from 8, slots from 80; `struct maple_range_64`:
  /// sixteen slots, pivots from 8, slots from 128.
  private static WordMemory tree() {
    WordMemory memory = new WordMemory().put(TREE, 0, encoded(ROOT, ARANGE_64));
    memory.put(ROOT, new long[32]).put(LEAF, new long[32]).put(LEAF + 0x1000, new long[32]);
    memory.put(ROOT + 8, 0xfff, -1).put(ROOT + 80, encoded(LEAF, LEAF_64));
    memory.put(ROOT + 88, encoded(LEAF + 0x1000, LEAF_64));
    memory.put(LEAF + 8, 0xf, 0x1f, 0xfff).put(LEAF + 128, 0, 0xa000, 0);
    memory.put(LEAF + 0x1000 + 8, 0x1fff, 0x2fff).put(LEAF + 0x1000 + 128, 0xb000, 0xc000, 0);
    return memory;
  }

  @Test
  void lookUpsAndWalksAgree() {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump("61-rtloop.kdump")))) {
      MapleTrees trees = new MapleTrees(target.types());
      Walk<MapleTrees.Entry> walk = trees.entries(tree(), TREE);
      assertThat(walk.complete()).isTrue();
      assertThat(walk.items())
          .containsExactly(
              new MapleTrees.Entry(0x10, 0x1f, 0xa000),
              new MapleTrees.Entry(0x1000, 0x1fff, 0xb000),
              new MapleTrees.Entry(0x2000, 0x2fff, 0xc000));
      assertThat(trees.find(tree(), TREE, 0x10)).hasValue(0xa000);
      assertThat(trees.find(tree(), TREE, 0x1f)).hasValue(0xa000);
      assertThat(trees.find(tree(), TREE, 0x20)).isEmpty();
      assertThat(trees.find(tree(), TREE, 0x2000)).hasValue(0xc000);
      assertThat(trees.find(tree(), TREE, 0x3000)).isEmpty();
      assertThat(trees.find(tree(), TREE, -1)).isEmpty();
    }
  }

  @Test
  void aLoopEnds() {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump("61-rtloop.kdump")))) {
      MapleTrees trees = new MapleTrees(target.types());
      WordMemory memory = tree().put(ROOT + 80, encoded(ROOT, ARANGE_64), encoded(ROOT, ARANGE_64));
      assertThat(trees.entries(memory, TREE).items()).isEmpty();
      assertThat(trees.entries(memory, TREE).complete()).isFalse();
      assertThat(trees.find(memory, TREE, 0x10)).isEmpty();
    }
  }

  @Test
  void aMissingNodeIsSaid() {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump("61-rtloop.kdump")))) {
      WordMemory memory = tree().put(ROOT + 80, encoded(0x7777_0000L, LEAF_64));
      Walk<MapleTrees.Entry> walk = new MapleTrees(target.types()).entries(memory, TREE);
      assertThat(walk.end()).isEqualTo(Walk.End.FAULT);
      assertThat(walk.items()).hasSize(2);
    }
  }
}
