package org.inquest.lab.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Isas;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.SymbolNames;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.debian.Archive;
import org.inquest.lab.debian.LabCache;
import org.inquest.lab.debian.Mirror;
import org.inquest.lab.debian.VersionOrder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The text of A64 instructions compared with objdump's: Debian's kernel and libc for arm64, and
/// random words. objdump comes from Debian's cross tools and is only unpacked.
///
/// What is known to differ, all of it data or chance: objdump 2.40 takes words for `psel`, `mov`
/// from an SME tile and `fmlal` in which bits are set that the manual wants clear, and `mrs` and
/// `msr` with op0 0 and 1, which are not registers; it knows a few `ldpsw` of the zero register.
@Tag("lab")
class A64ObjdumpTest {
  private static final String SUITE = "bookworm";
  private static final Isa ISA = Isas.of(183);
  private static final List<String> REPORT = new ArrayList<>();

  @TempDir static Path folder;

  @BeforeAll
  static void unpackOrSkip() {
    try {
      unpack();
    } catch (Unavailable | NotFound e) {
      Assumptions.abort(
          "Debian's kernel, libc and cross tools are not to be had: " + e.getMessage());
    }
  }

  private static void unpack() {
    LabCache cache =
        new LabCache(Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab"));
    Mirror mirror = Mirror.ofThisMachine();
    cache.locked(() -> {
      Archive arm = Archive.open(cache, mirror, SUITE, "arm64");
      String kernel =
          arm.names("linux-image-6.1").stream()
              .filter(name -> name.matches("linux-image-6\\.1\\.0-[0-9]+-arm64"))
              .max(new VersionOrder())
              .orElseThrow(() -> new NotFound("kernel", "6.1", "Debian " + SUITE + " for arm64"));
      arm.unpack(List.of(kernel, "libc6"), folder.resolve("arm64"));
      Archive.open(cache, mirror, SUITE)
          .unpack(
              List.of("binutils-aarch64-linux-gnu", "libbinutils", "binutils-common"),
              folder.resolve("tools"));
      return kernel;
    });
  }

  @AfterAll
  static void report() {
    REPORT.forEach(System.out::println);
  }

  @Test
  @Timeout(600)
  void theKernelsTextReadsAsObjdumpHasIt() throws Exception {
    Path image = find("arm64/boot", "vmlinuz-");
    byte[] bytes = Files.readAllBytes(image);
    // The first section of the PE header holds text, read-only data and init text; data reads as
    // random words do.
    ByteBuffer pe = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = pe.getInt(0x3c);
    int section = header + 24 + Short.toUnsignedInt(pe.getShort(header + 20));
    int size = pe.getInt(section + 16);
    int from = pe.getInt(section + 20);
    Path text = Files.write(folder.resolve("text"), Arrays.copyOfRange(bytes, from, from + size));
    Comparison all =
        compare("kernel", List.of("-D", "-z", "-b", "binary", "-m", "aarch64", text.toString()));
    assertThat(all.words).isGreaterThan(3_000_000);
    assertThat(all.share()).isGreaterThanOrEqualTo(0.9995);
    assertThat(all.onlyOurs).isZero();
  }

  @Test
  @Timeout(300)
  void libcReadsAsObjdumpHasIt() throws Exception {
    Path libc = find("arm64", "libc.so.6");
    Comparison all = compare("libc", List.of("-d", libc.toString()));
    assertThat(all.words).isGreaterThan(200_000);
    assertThat(all.share()).isEqualTo(1);
  }

  @Test
  @Timeout(300)
  void randomWordsAreInstructionsOnlyWhereObjdumpSaysSo() throws Exception {
    SplittableRandom random = new SplittableRandom(4);
    byte[] words = new byte[4_000_000];
    random.nextBytes(words);
    Path file = Files.write(folder.resolve("random"), words);
    Comparison all =
        compare("random", List.of("-D", "-b", "binary", "-m", "aarch64", file.toString()));
    assertThat(all.share()).isGreaterThanOrEqualTo(0.998);
    assertThat(all.onlyOurs).isZero();
  }

  /// @param words that at least one of the two takes for an instruction
  private record Comparison(int words, int equal, int onlyOurs) {
    double share() {
      return (double) equal / words;
    }
  }

  private static Comparison compare(String what, List<String> arguments) throws Exception {
    Path tools = folder.resolve("tools/usr");
    List<String> command = new ArrayList<>();
    command.add(tools.resolve("bin/aarch64-linux-gnu-objdump").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", tools.resolve("lib/x86_64-linux-gnu").toString());
    Process process = builder.start();
    Map<String, Integer> different = new HashMap<>();
    Comparison result;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
      result = compare(lines, different);
    }
    assertThat(process.waitFor()).isZero();
    REPORT.add(
        "%s: %d of %d equal, %d only ours"
            .formatted(what, result.equal, result.words, result.onlyOurs));
    different.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(12)
        .forEach(entry -> REPORT.add("  " + entry.getValue() + " " + entry.getKey()));
    return result;
  }

  private static Comparison compare(BufferedReader lines, Map<String, Integer> different)
      throws IOException {
    Decoder decoder = ISA.decoder();
    Printer printer = ISA.printer("a64");
    Instruction into = decoder.newInstruction();
    byte[] word = new byte[4];
    // Names are objdump's business here: any will do, as long as both write one.
    SymbolNames names = (address, to) -> to.append("S") != null;
    int words = 0;
    int equal = 0;
    int onlyOurs = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] part = line.split("\t", 3);
      if (part.length < 3 || !part[0].endsWith(":")) {
        continue;
      }
      long address = Long.parseUnsignedLong(part[0].substring(0, part[0].length() - 1).strip(), 16);
      int value = (int) Long.parseLong(part[1].strip(), 16);
      ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).putInt(value);
      boolean theirs = !part[2].startsWith(".inst") && !part[2].startsWith(".word");
      boolean ours = decoder.decode(word, 0, 4, address, into) > 0;
      if (!theirs && !ours) {
        continue;
      }
      words++;
      boolean named = part[2].indexOf('<') >= 0;
      String expected = named ? part[2].replaceAll("<[^>]*>", "<S>") : part[2];
      String text = ours ? printer.text(into, named ? names : SymbolNames.NONE) : "none";
      if (text.equals(expected.stripTrailing())) {
        equal++;
      } else {
        onlyOurs += theirs ? 0 : 1;
        different.merge(mnemonic(expected) + " / " + mnemonic(text), 1, Integer::sum);
      }
    }
    return new Comparison(words, equal, onlyOurs);
  }

  private static String mnemonic(String text) {
    int tab = text.indexOf('\t');
    return tab < 0 ? text : text.substring(0, tab);
  }

  private static Path find(String below, String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(below))) {
      return files
          .filter(p -> Files.isRegularFile(p) && p.getFileName().toString().startsWith(name))
          .min(Comparator.naturalOrder())
          .orElseThrow();
    }
  }
}
