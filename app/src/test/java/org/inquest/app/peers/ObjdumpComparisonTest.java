package org.inquest.app.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Isas;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.SymbolNames;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every instruction of Debian's kernels and of this machine's C library, beside binutils' objdump:
/// lengths, texts in both syntaxes, names of called functions.
///
/// Objdump stops at each symbol, so that an instruction into whose middle a symbol points is cut
/// (`.byte`): the kernel's training code for branch predictors jumps into such places on purpose.
@Tag("lab")
class ObjdumpComparisonTest {
  private static final double EQUAL = 0.999;

  /// What objdump calls no instruction, or cut by a symbol.
  private static final String NONE = ".*\\(bad\\).*|\\.byte.*|(rex\\S*|data16|[cdefgs]s| )+";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource({
    "libc,            ,         att",
    "libc,            ,         intel",
    "6.1.*-cloud-amd64, bookworm, att",
    "6.1.*-cloud-amd64, bookworm, intel",
    "7.*-cloud-amd64,   sid,      att",
    "7.*-cloud-amd64,   sid,      intel",
  })
  @Timeout(900)
  void lengthsAndTextsAreObjdumps(String what, String suite, String syntax)
      throws IOException, InterruptedException {
    ObjdumpListing listing = ObjdumpListing.of(file(what, suite), folder);
    Comparison comparison = new Comparison(listing, syntax);
    listing.read(syntax, comparison::line);
    System.out.println(what + " " + syntax + ": " + comparison);
    assertThat(comparison.lengths).isEmpty();
    assertThat(comparison.wrongNames).isEmpty();
    assertThat(comparison.count).isGreaterThan(200_000);
    assertThat(comparison.equal()).isGreaterThan(EQUAL);
  }

  private static Path file(String what, String suite) throws IOException, InterruptedException {
    if (what.equals("libc")) {
      Path libc = Path.of("/lib/x86_64-linux-gnu/libc.so.6");
      Assumptions.assumeTrue(Files.exists(libc), "no " + libc);
      return libc;
    }
    Path root = Path.of(System.getProperty("inquest.root", ".")).toAbsolutePath().normalize();
    while (!Files.isDirectory(root.resolve("bench/peers"))) {
      root = root.getParent();
    }
    return Peers.debugPackages(root).newestVmlinux(what, suite);
  }

  private static final class Comparison {
    private static final Isa ISA = Isas.of(62);

    private final ObjdumpListing listing;
    private final Set<String> functions;
    private final Printer printer;
    private final Instruction instruction = ISA.decoder().newInstruction();
    private final StringBuilder text = new StringBuilder();
    private final TreeMap<String, Integer> texts = new TreeMap<>();
    private final List<String> lengths = new ArrayList<>();
    private final List<String> wrongNames = new ArrayList<>();
    private int count;
    private int notCode;
    private int named;

    Comparison(ObjdumpListing listing, String syntax) throws IOException {
      this.listing = listing;
      this.functions = listing.functions();
      this.printer = ISA.printer(syntax);
    }

    void line(ObjdumpListing.Line line) {
      count++;
      int at = (int) (line.address() - listing.base());
      byte[] code = listing.code();
      int length = ISA.decoder().decode(code, at, code.length, line.address(), instruction);
      text.setLength(0);
      printer.append(instruction, SymbolNames.NONE, text);
      boolean same = plain(text.toString()).equals(plain(line.text()));
      if (same && length == line.length()) {
        name(line);
      } else if (line.text().matches(NONE)) {
        notCode++;
      } else {
        texts.merge(line.text() + " is " + text, 1, Integer::sum);
        if (length != line.length()) {
          lengths.add(Long.toHexString(line.address()) + ": " + length + " bytes, " + line);
        }
      }
    }

    /// A call's address and the name that objdump gives it are a pair of the symbol table.
    private void name(ObjdumpListing.Line line) {
      String symbol = line.symbol();
      if (functions.isEmpty() || !instruction.hasTarget() || symbol.isEmpty()) {
        return;
      }
      int plus = symbol.indexOf("+0x");
      long offset = plus < 0 ? 0 : Long.parseLong(symbol.substring(plus + 3), 16);
      String name = plus < 0 ? symbol : symbol.substring(0, plus);
      named++;
      if (!functions.contains("%016x %s".formatted(instruction.target() - offset, name))) {
        wrongNames.add(line.toString());
      }
    }

    /// Addresses that have a name are written without 0x.
    private static String plain(String text) {
      int blank = text.lastIndexOf(' ');
      return blank > 0 && text.startsWith("0x", blank + 1)
          ? text.substring(0, blank + 1) + text.substring(blank + 3)
          : text;
    }

    double equal() {
      int different = texts.values().stream().mapToInt(Integer::intValue).sum();
      return (count - different) / (double) count;
    }

    @Override
    public String toString() {
      return "%d instructions, %d of them none to objdump, %d named targets, %.4f %% equal; others: %s"
          .formatted(count, notCode, named, equal() * 100, texts);
    }
  }
}
