package org.inquest.app.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.engine.arch.Architectures;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.cfi.CallFrames;
import org.inquest.formats.cfi.FrameAddressRule;
import org.inquest.formats.cfi.FrameRow;
import org.inquest.formats.cfi.RegisterRule;
import org.inquest.formats.elf.ElfFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Call frame information of whole files, row by row and register by register, as Inquest and as
/// readelf tells it: a vmlinux, one of its modules, the C library.
@Tag("lab")
@Timeout(900)
class CallFramesComparisonTest {
  private static final int EM_X86_64 = 62;
  private static final List<String> NAMES =
      Architectures.of(EM_X86_64).dwarfRegisters().orElseThrow().names();

  private final List<String> differences = new ArrayList<>();
  private long rows;

  @Test
  void aKernelAndAModule() throws Exception {
    Path root = Path.of(System.getProperty("inquest.root", ".")).toAbsolutePath().normalize();
    while (!Files.isDirectory(root.resolve("bench/peers"))) {
      root = root.getParent();
    }
    Path vmlinux = Peers.debugPackages(root).newestVmlinux("6.1.*-cloud-amd64", "bookworm");
    compare(vmlinux, false);
    assertThat(rows).isGreaterThan(300_000);
    assertThat(differences).isEmpty();
    try (var modules = Files.list(vmlinux.resolveSibling("modules"))) {
      for (Path module : modules.filter(m -> m.toString().endsWith(".ko")).toList()) {
        compare(module, false);
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void theCLibrary() throws Exception {
    Path library = Path.of("/lib/x86_64-linux-gnu/libc.so.6");
    assumeTrue(Files.isReadable(library), library + " is not at hand");
    compare(library, true);
    assertThat(rows).isGreaterThan(10_000);
    assertThat(differences).isEmpty();
  }

  private void compare(Path path, boolean exceptions) throws Exception {
    try (ElfFile file = ElfFile.read(MappedFile.open(path))) {
      CallFrames frames =
          exceptions ? CallFrames.ofExceptions(file) : CallFrames.ofDebugging(file, section -> 0);
      Map<String, Map<Long, FrameRow>> ours = new HashMap<>();
      frames.forEach(entry -> {
        Map<Long, FrameRow> byAddress = new TreeMap<>();
        entry.rows(row -> {
          byAddress.put(row.low(), row);
          return true;
        });
        ours.put(entry.low() + ".." + entry.high(), byAddress);
      });
      Process readelf =
          new ProcessBuilder("readelf", "--debug-dump=frames-interp", path.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader lines = readelf.inputReader()) {
        compare(lines, ours);
      }
      readelf.waitFor(); // 1 for warnings about other sections
    }
  }

  private void compare(BufferedReader lines, Map<String, Map<Long, FrameRow>> ours)
      throws Exception {
    Map<Long, FrameRow> entry = Map.of();
    String[] columns = new String[0];
    Map<Long, String[]> theirs = new LinkedHashMap<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(" FDE ") || line.contains(" CIE ")) {
        compare(theirs, columns, entry);
        theirs.clear();
        entry = line.contains(" FDE ") ? ours.getOrDefault(range(line), Map.of()) : Map.of();
      } else if (line.startsWith("   LOC")) {
        columns = line.trim().split("\\s+");
      } else if (!entry.isEmpty() && line.matches("[0-9a-f]{16} .*")) {
        // Registers are shown as `r5 (rdi)`.
        String[] values = line.replaceAll("r\\d+ \\((\\w+)\\)", "$1").trim().split("\\s+");
        theirs.put(Long.parseUnsignedLong(values[0], 16), values);
      }
    }
    compare(theirs, columns, entry);
  }

  private static String range(String line) {
    String[] ends = line.substring(line.indexOf("pc=") + 3).split("\\.\\.");
    return Long.parseUnsignedLong(ends[0], 16) + ".." + Long.parseUnsignedLong(ends[1], 16);
  }

  /// Of several rows at one address the last counts.
  private void compare(Map<Long, String[]> theirs, String[] columns, Map<Long, FrameRow> entry) {
    theirs.forEach((address, values) -> {
      rows++;
      FrameRow row = entry.get(address);
      for (int i = 1; i < columns.length; i++) {
        String ours = row == null ? "nothing" : shown(row, columns[i]);
        if (!ours.equals(values[i])) {
          differences.add(
              Long.toHexString(address) + " " + columns[i] + ": " + ours + " and " + values[i]);
        }
      }
    });
  }

  private static String shown(FrameRow row, String column) {
    if (column.equals("CFA")) {
      return switch (row.address()) {
        case FrameAddressRule.Offset o -> NAMES.get(o.register()) + signed(o.offset());
        case FrameAddressRule.Computed _ -> "exp";
        case FrameAddressRule.Unknown _ -> "";
      };
    }
    int register = column.equals("ra") ? row.returnRegister() : NAMES.indexOf(column);
    return switch (row.rule(register)) {
      case RegisterRule.Unspecified _, RegisterRule.Undefined _ -> "u";
      case RegisterRule.SameValue _ -> "s";
      case RegisterRule.SavedAt at -> "c" + signed(at.offset());
      case RegisterRule.OffsetValue at -> "v" + signed(at.offset());
      case RegisterRule.InRegister in -> NAMES.get(in.register());
      case RegisterRule.SavedAtComputed _ -> "exp";
      case RegisterRule.ComputedValue _ -> "vexp";
    };
  }

  private static String signed(long offset) {
    return (offset < 0 ? "" : "+") + offset;
  }
}
