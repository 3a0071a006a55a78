import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Isas;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.SymbolNames;

/// Decodes a file of code again and again, with operands and with text, by Inquest and, x86-64, by
/// Zydis. Started by `bench/decoder/run`.
final class DecoderBench {
  private static final long BASE = 0xffffffff81000000L;

  /// Small files are decoded several times in a round: the compiler needs some seconds, and what
  /// takes milliseconds is not measured well.
  private static final double ROUND_SECONDS = 0.3;

  private final byte[] code;
  private final int rounds;

  private DecoderBench(byte[] code, int rounds) {
    this.code = code;
    this.rounds = rounds;
  }

  /// @param args the code, its ELF machine number, the rounds, and the files of libZycore and
  ///   libZydis where there are any
  public static void main(String[] args) throws IOException {
    DecoderBench bench =
        new DecoderBench(Files.readAllBytes(Path.of(args[0])), Integer.parseInt(args[2]));
    Isa isa = Isas.of(Integer.parseInt(args[1]));
    double decode = bench.best("Inquest", "operands", code -> decode(isa, code));
    double text = 0;
    for (Printer printer : isa.printers()) {
      double speed = bench.best("Inquest", printer.name(), code -> print(isa, printer, code));
      text = text == 0 ? speed : text;
    }
    if (args.length == 5) {
      ZydisPeer zydis = new ZydisPeer(Path.of(args[3]), Path.of(args[4]), bench.code, BASE);
      double operands = bench.best("Zydis", "operands", code -> zydis.decode());
      double att = bench.best("Zydis", "att", code -> zydis.print());
      System.out.printf(
          "Inquest is %.1f times as fast with operands, %.1f times with AT&T's text%n",
          decode / operands, text / att);
    }
  }

  private double best(String who, String what, ToLongFunction<byte[]> work) {
    double best = 0;
    for (int i = 0; i < rounds; i++) {
      long start = cpu();
      long count = 0;
      double seconds;
      do {
        count += work.applyAsLong(code);
        seconds = (cpu() - start) / 1e9;
      } while (seconds < ROUND_SECONDS);
      best = Math.max(best, count / seconds);
    }
    System.out.printf("%-24s %8s %8.2f M instructions/s%n", who, what, best / 1e6);
    return best;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long decode(Isa isa, byte[] code) {
    Decoder decoder = isa.decoder();
    Instruction instruction = decoder.newInstruction();
    int step = decoder.alignment();
    long count = 0;
    for (int at = 0; at < code.length; count++) {
      at += Math.max(step, decoder.decode(code, at, code.length, BASE + at, instruction));
    }
    return count;
  }

  private static long print(Isa isa, Printer printer, byte[] code) {
    Decoder decoder = isa.decoder();
    Instruction instruction = decoder.newInstruction();
    int step = decoder.alignment();
    StringBuilder text = new StringBuilder();
    long count = 0;
    for (int at = 0; at < code.length; count++) {
      at += Math.max(step, decoder.decode(code, at, code.length, BASE + at, instruction));
      text.setLength(0);
      printer.append(instruction, SymbolNames.NONE, text);
    }
    if (text.isEmpty()) {
      throw new IllegalStateException("no text: " + Arrays.toString(code));
    }
    return count;
  }
}
