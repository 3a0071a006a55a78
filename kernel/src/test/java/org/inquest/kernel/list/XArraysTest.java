package org.inquest.kernel.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.type.StructType;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XArraysTest {
  private static final long ROOT = 0x1000;

  /// The table of PIDs: each entry that a walk finds is found by its index, and nothing else is.
  @ParameterizedTest
  @ValueSource(strings = {"61-rtloop.kdump", "510-mmapsem.kdump"})
  void anEntryIsFoundByItsIndex(String dump) {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump(dump)))) {
      KObject tree = target.global("init_pid_ns").member("idr").member("idr_rt");
      StructType node = target.types().struct("struct xa_node");
      Walk<XArrays.Entry> all = XArrays.entries(tree, node);
      assertThat(all.items()).hasSizeGreaterThan(50);
      Set<Long> indexes = new HashSet<>();
      for (XArrays.Entry entry : all.items()) {
        indexes.add(entry.index());
        assertThat(XArrays.find(tree, node, entry.index())).hasValue(entry.value());
      }
      for (long index = 0; index < 5000; index++) {
        assertThat(XArrays.find(tree, node, index).isPresent()).isEqualTo(indexes.contains(index));
      }
      assertThat(XArrays.find(tree, node, -1)).isEmpty();
      assertThat(XArrays.find(tree, node, 1L << 40)).isEmpty();
    }
  }

  /// An entry of four pages takes one slot and three that point at it; a node may lead to itself.
  @Test
  void siblingsAndLoops() {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump("61-rtloop.kdump")))) {
      StructType type = target.types().struct("struct xa_node");
      long node = 0x4000;
      WordMemory memory =
          new WordMemory()
              .put(ROOT, new long[16])
              .put(node, new long[80])
              .put(node + type.offsetOf("slots") + 8 * 4, 0x8880, 4 << 2 | 2, 4 << 2 | 2, 3);
      StructType array = target.types().struct("struct xarray");
      memory.put(ROOT + array.offsetOf("xa_head"), node | 2);
      KObject root = new KObject(memory, array, ROOT);
      assertThat(XArrays.find(root, type, 4)).isEqualTo(OptionalLong.of(0x8880));
      assertThat(XArrays.find(root, type, 6)).isEqualTo(OptionalLong.of(0x8880));
      assertThat(XArrays.find(root, type, 7)).as("a value").isEmpty();
      assertThat(XArrays.find(root, type, 8)).isEmpty();
      memory.put(node + type.offsetOf("slots"), node | 2);
      assertThat(XArrays.find(root, type, 0)).as("a loop").isEmpty();
    }
  }
}
