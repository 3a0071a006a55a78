package org.inquest.app.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.debug.LineIndexes;
import org.inquest.engine.debug.SourceLines;
import org.inquest.engine.debug.UnitLines;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files, lines and inlined functions of addresses of twenty modules, whose debugging information
/// is not linked yet, and of the C library, against addr2line and, where the two differ,
/// llvm-symbolizer: see [Addr2lineComparisonTest] for why they do.
@Tag("lab")
class ModuleLinesComparisonTest {
  private static final List<String> MODULES =
      List.of(
          "xfs",
          "btrfs",
          "cifs",
          "kvm",
          "nfsv4",
          "nfsd",
          "sunrpc",
          "nfs",
          "ceph",
          "libceph",
          "sctp",
          "target_core_mod",
          "drbd",
          "tipc",
          "bridge",
          "nf_tables",
          "scsi_mod",
          "bonding",
          "fuse",
          "overlay");

  private static final int OF_A_MODULE = 5_000;
  private static final int OF_THE_LIBRARY = 20_000;
  private static final double WRONG = 0.001;

  @TempDir Path folder;

  @Test
  @Timeout(1800)
  void linesOfModulesAreAddr2lines() throws IOException, InterruptedException {
    Path modules = Peers.debugPackages(root()).modules("6.1.*-cloud-amd64", "bookworm", MODULES);
    int asked = 0;
    int different = 0;
    List<String> wrong = new ArrayList<>();
    for (String name : MODULES) {
      Path file = modules.resolve(name + ".ko");
      assertThat(file).exists();
      try (ModuleFile module = (ModuleFile) CodeImages.open(file);
          SourceLines lines = new UnitLines(DwarfFile.of(module.file(), module::address))) {
        ElfSection text = module.file().section(".text").orElseThrow();
        long base = module.address(module.file().sections().indexOf(text));
        List<Long> offsets = offsets(0, text.size(), OF_A_MODULE);
        TreeMap<Long, String> theirs = new LineTools(folder).addr2line(file, ".text", offsets);
        List<Long> differing =
            offsets.stream()
                .filter(o -> !theirs.get(o).equals(LineTools.places(lines.at(base + o))))
                .toList();
        asked += offsets.size();
        different += differing.size();
        wrong.addAll(judged(linked(file), base, differing, lines));
        assertThat(lines.gaps()).as(name).isEmpty();
      }
    }
    report("modules", asked, different, wrong);
  }

  /// The module linked as if it were a program, which tools that only read linked files need; each
  /// section stays what it is.
  private Path linked(Path module) throws IOException, InterruptedException {
    Path linked = folder.resolve("linked");
    Path script = folder.resolve("script");
    Files.writeString(script, "SECTIONS { .text 0x1000000 : { *(.text) } }");
    new LineTools(folder)
        .run(
            List.of(
                "ld",
                "--unresolved-symbols=ignore-all",
                "--noinhibit-exec",
                "-e0",
                "-T",
                script.toString(),
                "-o",
                linked.toString(),
                module.toString()),
            "");
    return linked;
  }

  /// Where llvm-symbolizer does not say what Inquest says either.
  private List<String> judged(Path file, long base, List<Long> offsets, SourceLines lines)
      throws IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    if (offsets.isEmpty()) {
      return wrong;
    }
    long start;
    try (ElfFile elf = ElfFile.read(MappedFile.open(file))) {
      start = elf.section(".text").orElseThrow().address();
    }
    List<Long> addresses = offsets.stream().map(o -> start + o).toList();
    TreeMap<Long, String> judge = new LineTools(folder).symbolizer(file, addresses);
    for (long offset : offsets) {
      String ours = LineTools.places(lines.at(base + offset)).replaceAll("/+", "/");
      if (!ours.equals(judge.get(start + offset))) {
        wrong.add(Long.toHexString(offset) + ": " + ours + " not " + judge.get(start + offset));
      }
    }
    return wrong;
  }

  /// Debian's debug file of this machine's C library, in which `dwz` has moved what it has in
  /// common with others.
  @Test
  @Timeout(900)
  void linesOfTheLibraryAreAddr2lines() throws IOException, InterruptedException {
    Path library = Path.of("/lib/x86_64-linux-gnu/libc.so.6");
    Assumptions.assumeTrue(Files.exists(library), "no glibc of Debian here");
    Optional<String> id;
    try (MappedFile file = MappedFile.open(library)) {
      id = BuildId.of(file);
    }
    String name = id.orElseThrow();
    Path debug =
        Path.of("/usr/lib/debug/.build-id", name.substring(0, 2), name.substring(2) + ".debug");
    Assumptions.assumeTrue(Files.exists(debug), "libc6-dbg is not installed");
    try (ElfFile elf = ElfFile.read(MappedFile.open(debug));
        SourceLines lines = new LineIndexes(folder.resolve("lines")).forMany(elf, debug)) {
      ElfSection text = elf.section(".text").orElseThrow();
      List<Long> addresses = offsets(text.address(), text.size(), OF_THE_LIBRARY);
      TreeMap<Long, String> theirs = new LineTools(folder).addr2line(debug, "", addresses);
      List<Long> differing =
          addresses.stream()
              .filter(a -> !theirs.get(a).equals(LineTools.places(lines.at(a))))
              .map(a -> a - text.address())
              .toList();
      List<String> wrong = judged(debug, text.address(), differing, lines);
      report("glibc", addresses.size(), differing.size(), wrong);
    }
  }

  private static void report(String what, int asked, int different, List<String> wrong) {
    System.out.printf(
        "%s: %d addresses, differ %d, wrong %d: %s%n",
        what, asked, different, wrong.size(), wrong.stream().limit(20).toList());
    assertThat(wrong.size()).isLessThanOrEqualTo((int) (asked * WRONG));
  }

  private static List<Long> offsets(long from, long size, int count) {
    Random random = new Random(7);
    TreeSet<Long> found = new TreeSet<>();
    while (found.size() < Math.min(count, size / 4)) {
      found.add(from + random.nextLong(size));
    }
    return List.copyOf(found);
  }

  private static Path root() {
    Path root = Path.of(System.getProperty("inquest.root", ".")).toAbsolutePath().normalize();
    while (!Files.isDirectory(root.resolve("bench/peers"))) {
      root = root.getParent();
    }
    return root;
  }
}
