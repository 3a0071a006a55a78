package org.inquest.kernel.list;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RbTreesTest {
  private static final long ROOT = 0x1000;

  /// Seven items, `struct item { long key; struct rb_node node; }`, a perfect tree. Colors are in
  /// the low bit of the parent.
  ///
  /// ```
  ///        4
  ///      2   6
  ///     1 3 5 7
  /// ```
  private static WordMemory tree() {
    WordMemory memory = new WordMemory().put(ROOT, node(4));
    node(memory, 4, 0, 2, 6);
    node(memory, 2, 4, 1, 3);
    node(memory, 6, 4, 5, 7);
    for (int leaf : new int[] {1, 3, 5, 7}) {
      node(memory, leaf, leaf < 4 ? 2 : 6, 0, 0);
    }
    return memory;
  }

  private static long node(int key) {
    return key == 0 ? 0 : 0x2000 + key * 0x40L + 8;
  }

  private static void node(WordMemory memory, int key, int parent, int left, int right) {
    memory.put(node(key) - 8, key, node(parent) | 1, node(right), node(left));
  }

  private static long item(int key) {
    return node(key) - 8;
  }

  @Test
  void itemsComeFromLeftToRight() {
    Walk<Long> walk = RbTrees.items(tree(), ROOT, 8, 100);
    assertThat(walk.complete()).isTrue();
    assertThat(walk.items())
        .containsExactly(item(1), item(2), item(3), item(4), item(5), item(6), item(7));
  }

  @Test
  void anEmptyTreeHasNoItems() {
    assertThat(RbTrees.items(new WordMemory().put(ROOT, 0), ROOT, 8, 100).items()).isEmpty();
  }

  @Test
  void aBranchThatCannotBeReadCostsOnlyWhatIsBelowIt() {
    WordMemory memory = tree();
    node(memory, 4, 0, 0, 6);
    memory.put(node(4) + 16, 0x9999_0000L);
    Walk<Long> walk = RbTrees.items(memory, ROOT, 8, 100);
    assertThat(walk.end()).isEqualTo(Walk.End.FAULT);
    assertThat(walk.items()).containsExactly(item(4), item(5), item(6), item(7));
  }

  @Test
  void aLoopEndsAtTheWrongParent() {
    WordMemory memory = tree();
    node(memory, 7, 6, 0, 4);
    Walk<Long> walk = RbTrees.items(memory, ROOT, 8, 100);
    assertThat(walk.end()).isEqualTo(Walk.End.BACK_POINTER);
    assertThat(walk.items()).hasSize(7);
  }

  @Test
  void theLimitHolds() {
    Walk<Long> walk = RbTrees.items(tree(), ROOT, 8, 3);
    assertThat(walk.end()).isEqualTo(Walk.End.LIMIT);
    assertThat(walk.items()).hasSize(3);
  }
}
