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

/// Decodes a file of x86-64 code again and again, with operands and with text, by Inquest and by
/// Zydis. Started by `bench/decoder/run`.
final class DecoderBench {
  private static final long BASE = 0xffffffff81000000L;
  private static final int X86_64 = 62;

  private final byte[] code;
  private final int rounds;

  private DecoderBench(byte[] code, int rounds) {
    this.code = code;
    this.rounds = rounds;
  }

  /// @param args the code, the rounds, and the files of libZycore and libZydis where there are any
  public static void main(String[] args) throws IOException {
    DecoderBench bench =
        new DecoderBench(Files.readAllBytes(Path.of(args[0])), Integer.parseInt(args[1]));
    Isa isa = Isas.of(X86_64);
    double decode = bench.best("Inquest", "operands", code -> decode(isa, code));
    double att = bench.best("Inquest", "AT&T", code -> print(isa, "att", code));
    double intel = bench.best("Inquest", "Intel", code -> print(isa, "intel", code));
    if (args.length == 4) {
      ZydisPeer zydis = new ZydisPeer(Path.of(args[2]), Path.of(args[3]), bench.code, BASE);
      double operands = bench.best("Zydis", "operands", code -> zydis.decode());
      double text = bench.best("Zydis", "AT&T", code -> zydis.print());
      System.out.printf(
          "Inquest is %.1f times as fast with operands, %.1f times with AT&T's text%n",
          decode / operands, att / text);
    }
    System.out.printf("Intel's text at %.2f of AT&T's speed%n", intel / att);
  }

  private double best(String who, String what, ToLongFunction<byte[]> work) {
    double best = 0;
    for (int i = 0; i < rounds; i++) {
      long start = cpu();
      long count = work.applyAsLong(code);
      best = Math.max(best, count / ((cpu() - start) / 1e9));
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
    long count = 0;
    for (int at = 0; at < code.length; count++) {
      at += Math.max(1, decoder.decode(code, at, code.length, BASE + at, instruction));
    }
    return count;
  }

  private static long print(Isa isa, String syntax, byte[] code) {
    Decoder decoder = isa.decoder();
    Printer printer = isa.printer(syntax);
    Instruction instruction = decoder.newInstruction();
    StringBuilder text = new StringBuilder();
    long count = 0;
    for (int at = 0; at < code.length; count++) {
      at += Math.max(1, decoder.decode(code, at, code.length, BASE + at, instruction));
      text.setLength(0);
      printer.append(instruction, SymbolNames.NONE, text);
    }
    if (text.isEmpty()) {
      throw new IllegalStateException("no text: " + Arrays.toString(code));
    }
    return count;
  }
}
