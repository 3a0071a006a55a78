package org.inquest.engine.code.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Operand;
import org.jspecify.annotations.Nullable;

/// Finds where the instructions before a known one begin.
///
/// Each of the first bytes is tried as a beginning. A chain of instructions counts that has no bad
/// one and ends exactly at the known address. Among those the one costs least that leaves out the
/// fewest bytes and has the fewest instructions that compilers do not write into kernels: a wrong
/// beginning makes such by chance, before it falls into step.
final class Alignment {
  /// No instruction is longer than 15 bytes, so one of the first 15 begins one.
  private static final int MAX_CUT = 15;

  /// What an instruction costs that is rare in a kernel, in bytes left out.
  private static final int RARE = 15;

  /// What a segment or a byte-sized write costs that code hardly has.
  private static final int ODD = 15;

  /// The names that make up nearly all of a kernel's x86 code, conditions without their letters.
  private static final Set<String> COMMON =
      Set.of(
          "mov",
          "movabs",
          "movzx",
          "movsx",
          "movsxd",
          "lea",
          "push",
          "pop",
          "call",
          "jmp",
          "ret",
          "test",
          "cmp",
          "add",
          "sub",
          "and",
          "or",
          "xor",
          "not",
          "neg",
          "inc",
          "dec",
          "imul",
          "mul",
          "shl",
          "shr",
          "sar",
          "shld",
          "shrd",
          "rol",
          "ror",
          "nop",
          "ud2",
          "xadd",
          "cmpxchg",
          "bt",
          "bts",
          "btr",
          "btc",
          "bsf",
          "bsr",
          "tzcnt",
          "lzcnt",
          "popcnt",
          "movs",
          "stos",
          "cdqe",
          "cqo",
          "bswap",
          "endbr64",
          "lfence",
          "mfence",
          "sfence",
          "pause",
          "div",
          "idiv",
          "cli",
          "sti",
          "stac",
          "clac",
          "rdtsc",
          "swapgs",
          "movq",
          "prefetcht0",
          "prefetchw",
          "rdmsr",
          "wrmsr",
          "cpuid");

  /// Instructions from an index to the known one.
  ///
  /// @param first index of the first byte
  /// @param agreed how many of the last instructions all chains share
  record Chain(int first, List<Instruction> instructions, int agreed) {}

  private final Isa isa;
  private final byte[] bytes;
  private final int mark;
  private final long base;

  private Alignment(Isa isa, byte[] bytes, int mark, long base) {
    this.isa = isa;
    this.bytes = bytes;
    this.mark = mark;
    this.base = base;
  }

  /// @param base address of the first byte
  static Chain before(Isa isa, byte[] bytes, int mark, long base) {
    Alignment search = new Alignment(isa, bytes, mark, base);
    return isa.decoder().alignment() > 1 ? search.aligned() : search.best();
  }

  /// Words that are no instruction stay in their places: data does not shift what follows.
  private Chain aligned() {
    int step = isa.decoder().alignment();
    List<Instruction> chain = new ArrayList<>();
    for (int at = mark % step; at < mark; at += step) {
      Instruction insn = isa.decoder().newInstruction();
      isa.decoder().decode(bytes, at, mark, base + at, insn);
      chain.add(insn);
    }
    return new Chain(mark % step, chain, chain.size());
  }

  private Chain best() {
    List<Chain> chains = new ArrayList<>();
    Chain best = null;
    int least = Integer.MAX_VALUE;
    // Bytes that are no code, such as padding, may fill more than the first instruction's place.
    for (int cut = 0; cut <= mark && (cut <= MAX_CUT || best == null); cut++) {
      Chain chain = chain(cut);
      if (chain == null) {
        continue;
      }
      chains.add(chain);
      int cost = cut + cost(chain.instructions);
      if (cost < least) {
        least = cost;
        best = chain;
      }
    }
    // The empty chain, cut == mark, always is one.
    Chain chosen = best == null ? new Chain(mark, List.of(), 0) : best;
    return new Chain(chosen.first, chosen.instructions, agreed(chosen, chains));
  }

  private @Nullable Chain chain(int cut) {
    List<Instruction> chain = new ArrayList<>();
    int at = cut;
    while (at < mark) {
      Instruction insn = isa.decoder().newInstruction();
      if (isa.decoder().decode(bytes, at, bytes.length, base + at, insn) == 0) {
        return null;
      }
      chain.add(insn);
      at += insn.length();
    }
    return at == mark ? new Chain(cut, chain, 0) : null;
  }

  private static int cost(List<Instruction> chain) {
    int cost = 0;
    for (Instruction insn : chain) {
      cost += rare(insn) ? RARE : 0;
      for (int i = 0; i < insn.operandCount(); i++) {
        cost += odd(insn.operand(i)) ? ODD : 0;
      }
      if (insn.hasTarget() && !lands(insn.target(), chain)) {
        cost += RARE;
      }
    }
    return cost;
  }

  private static boolean rare(Instruction insn) {
    String name = insn.mnemonic();
    boolean conditional =
        insn.flow() == Flow.BRANCH || name.startsWith("cmov") || name.startsWith("set");
    return !conditional && !COMMON.contains(name);
  }

  /// Zero bytes decode as an `add` of `al` to where `rax` points.
  private static boolean odd(Operand operand) {
    return operand.isMemory()
        && operand.size() == 1
        && operand.access().reads()
        && operand.access().writes();
  }

  /// Whether a jump within the chain goes to an instruction of the chain, and not into one.
  private static boolean lands(long target, List<Instruction> chain) {
    if (target <= chain.getFirst().address() || target >= chain.getLast().end()) {
      return true;
    }
    for (Instruction insn : chain) {
      if (insn.address() == target) {
        return true;
      }
    }
    return false;
  }

  /// How many of the last instructions begin at the same addresses in all chains that are as long
  /// or begin before them.
  private static int agreed(Chain chosen, List<Chain> chains) {
    int agreed = chosen.instructions.size();
    for (Chain other : chains) {
      if (other.instructions.isEmpty()) {
        continue;
      }
      int same = 0;
      int mine = chosen.instructions.size();
      int its = other.instructions.size();
      while (same < mine
          && same < its
          && chosen.instructions.get(mine - 1 - same).address()
              == other.instructions.get(its - 1 - same).address()) {
        same++;
      }
      agreed = Math.min(agreed, same);
    }
    return agreed;
  }
}
