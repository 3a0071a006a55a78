package org.inquest.profile.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.perf.FeatureType;
import org.inquest.profile.event.FakeMachine;
import org.inquest.profile.event.SystemTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFilesTest {
  @TempDir Path root;

  @Test
  void aLineOfMaps() {
    MapsLine line =
        MapsLine.parse("7f1b69d49000-7f1b69e9f000 r-xp 00026000 fe:00 339380  /usr/lib/a b.so")
            .orElseThrow();
    assertEquals(0x7f1b69d49000L, line.start());
    assertEquals(0x26000, line.offset());
    assertEquals(0xfe, line.major());
    assertEquals(339_380, line.inode());
    assertEquals("/usr/lib/a b.so", line.name());
    assertEquals(5, line.protection());
    assertTrue(line.executable());
    assertEquals("//anon", MapsLine.parse("1000-2000 rwxp 00000000 00:00 0 ").orElseThrow().name());
    assertEquals(Optional.empty(), MapsLine.parse("not a line"));
    assertEquals(Optional.empty(), MapsLine.parse(""));
  }

  @Test
  void listsOfCpus() {
    SystemTree tree = new FakeMachine(root).file("/sys/devices/system/cpu/online", "0-2,8").tree();
    assertEquals(List.of(0, 1, 2, 8), CpuList.online(tree));
    assertEquals(List.of(), CpuList.read(tree, "/sys/devices/system/cpu/present"));
  }

  @Test
  void whereTheKernelLies() {
    SystemTree tree =
        new FakeMachine(root)
            .file(
                "/proc/kallsyms",
                """
                0000000000000000 A fixed_percpu_data
                ffffffff9c000000 T _stext
                ffffffff9c000000 T _text
                ffffffff9d20bb08 T _etext\
                """)
            .file("/proc/sys/kernel/osrelease", "6.1.0-13-amd64")
            .file("/lib/modules/6.1.0-13-amd64/modules.dep", "kernel/fs/ext4/ext4.ko.xz: a.ko")
            .file(
                "/proc/modules",
                """
                ext4 983040 1 - Live 0xffffffffc0500000
                mine 8192 0 - Live 0xffffffffc0400000 (OE)\
                """)
            .tree();
    KernelMappings found = KernelMappings.of(tree);
    assertEquals(
        Optional.of(new KernelMappings.Place(0xffffffff9c000000L, 0xffffffff9d20bb08L, "_text")),
        found.kernel());
    assertEquals("[mine]", found.modules().getFirst().path());
    assertEquals(
        "/lib/modules/6.1.0-13-amd64/kernel/fs/ext4/ext4.ko.xz", found.modules().get(1).path());
    assertEquals(983_040, found.modules().get(1).length());
  }

  @Test
  void howCpusBelongTogether() {
    FakeMachine machine = new FakeMachine(root);
    for (int cpu = 0; cpu < 2; cpu++) {
      String folder = "/sys/devices/system/cpu/cpu" + cpu;
      machine
          .file(folder + "/topology/package_cpus_list", "0-1")
          .file(folder + "/topology/core_cpus_list", cpu + "")
          .file(folder + "/topology/core_id", cpu + "")
          .file(folder + "/topology/physical_package_id", "7")
          .file(folder + "/cache/index0/type", "Unified")
          .file(folder + "/cache/index0/level", "3")
          .file(folder + "/cache/index0/size", "32768K")
          .file(folder + "/cache/index0/shared_cpu_list", "0-1");
    }
    machine
        .file("/sys/devices/system/node/online", "0")
        .file("/sys/devices/system/node/node0/meminfo", "Node 0 MemTotal:       100 kB")
        .file("/sys/devices/system/node/node0/cpulist", "0-1");
    TreeMap<Integer, byte[]> out = new TreeMap<>();
    new Topology(machine.tree()).put(out, 2);
    byte[] cpus =
        new FeatureBytes()
            .strings(List.of("0-1"))
            .strings(List.of("0", "1"))
            .number(0)
            .number(7)
            .number(1)
            .number(7)
            .toArray();
    assertArrayEquals(cpus, out.get(FeatureType.CPU_TOPOLOGY));
    byte[] nodes = new FeatureBytes().number(1).number(0).word(100).word(0).string("0-1").toArray();
    assertArrayEquals(nodes, out.get(FeatureType.NUMA_TOPOLOGY));
    // One for both CPUs: version, how many, then level, line, sets, ways and three texts.
    assertEquals(4 + 4 + 4 * 4 + 3 * 68, out.get(FeatureType.CACHE).length);
    assertEquals(Set.of(13, 14, 20), out.keySet());
    out.clear();
    new Topology(new FakeMachine(root.resolve("other")).tree()).put(out, 2);
    assertEquals(Set.of(), out.keySet());
  }

  @Test
  void hiddenAddressesAreNone() {
    SystemTree tree =
        new FakeMachine(root)
            .file(
                "/proc/kallsyms",
                """
                0000000000000000 T _text
                0000000000000000 T _etext\
                """)
            .file("/proc/modules", "ext4 983040 1 - Live 0x0000000000000000")
            .tree();
    assertEquals(Optional.empty(), KernelMappings.of(tree).kernel());
    assertEquals(List.of(), KernelMappings.of(tree).modules());
  }

  @Test
  void aCgroupThatIsNotThere() {
    SystemTree tree =
        new FakeMachine(root)
            .file("/proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0")
            .file("/sys/fs/cgroup/system.slice/tasks", "")
            .tree();
    assertEquals(root.resolve("sys/fs/cgroup/system.slice"), Cgroups.folder(tree, "/system.slice"));
    NotFound e = assertThrows(NotFound.class, () -> Cgroups.folder(tree, "nothing"));
    assertTrue(e.getMessage().contains("systemd-cgls"), e.getMessage());
    assertThrows(NotFound.class, () -> Cgroups.folder(tree, "../../../etc"));
  }
}
