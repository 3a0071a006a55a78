package org.inquest.diagnose.fault;

import static org.inquest.diagnose.fault.AddressMeaning.hex;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.oops.FaultOperand;
import org.inquest.diagnose.oops.FaultOperand.Match;
import org.inquest.diagnose.oops.LoggedFault;
import org.inquest.engine.arch.Architecture;
import org.inquest.engine.arch.MemoryOperand;
import org.inquest.engine.code.window.MemoryUse;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.oops.CodeBytes;

/// The pointer that the instruction at a fault used. The address that could not be accessed is an
/// offset from it, and only the pointer itself tells NULL from an error number: ERR_PTR(-19) + 24
/// and NULL + 5 are one address.
///
/// The instruction's operand is believed only if the registers at the fault lead by it to the very
/// address that the CPU reported.
///
/// @param register that held it
/// @param value of the register
/// @param offset from there to the address, bytes
/// @param operand the instruction's, `[rdi+0x18]`
/// @param direct whether no second register was added: then `value` is the pointer for sure
public record UsedPointer(
    String register, long value, long offset, String operand, boolean direct) {
  /// No instruction is longer.
  private static final int LONGEST = 15;

  private static final long PAGE = 4096;

  /// Members of one struct lie within this.
  private static final long REACH = 4096;

  /// Finds it; empty where the fault is no access, or its code or registers are missing.
  public static Optional<UsedPointer> of(Fault fault, CrashFacts facts) {
    Optional<Architecture> arch = facts.target().map(Target::arch);
    if (fault.address().isEmpty()) {
      return Optional.empty();
    }
    if (arch.isEmpty()) {
      return logged(fault);
    }
    long address = fault.address().getAsLong();
    for (MemoryOperand operand : arch.get().memoryOperands(code(fault, facts))) {
      OptionalLong base = fault.register(operand.base());
      if (base.isPresent() && operand.address(fault::register).equals(OptionalLong.of(address))) {
        long value = base.getAsLong();
        String text = operand.toString();
        boolean direct = operand.index().isEmpty();
        return Optional.of(new UsedPointer(operand.base(), value, address - value, text, direct));
      }
    }
    return Optional.empty();
  }

  /// What the code bytes and registers of a log tell, of any machine whose code is read.
  private static Optional<UsedPointer> logged(Fault fault) {
    Optional<LoggedFault> logged = fault.report().map(r -> LoggedFault.of(r, List.of()));
    Optional<FaultOperand> operand =
        logged.flatMap(l -> l.window().flatMap(window -> FaultOperand.of(l, window)));
    if (operand.isEmpty()
        || !leadsTo(operand.get().match(), fault.address().orElseThrow())
        || operand.get().bad().filter(p -> p.value().isPresent()).isEmpty()) {
      return Optional.empty();
    }
    MemoryUse.Part part = operand.get().bad().get();
    long value = part.value().orElseThrow();
    long address = fault.address().orElseThrow();
    boolean direct = operand.get().use().parts().size() == 1 && part.scale() == 1;
    String text = operand.get().use().text();
    return Optional.of(new UsedPointer(part.name(), value, address - value, text, direct));
  }

  /// An access that begins on a page that is there fails with the first byte of the next one.
  private static boolean leadsTo(Match match, long address) {
    return match == Match.EQUAL
        || match == Match.NOT_CANONICAL
        || match == Match.WITHIN && (address & PAGE - 1) == 0;
  }

  /// The instruction's bytes and some more, from the dump or else from the log's `Code:` line.
  private static byte[] code(Fault fault, CrashFacts facts) {
    if (facts.target().isPresent() && fault.pc().isPresent()) {
      try {
        return facts.target().get().memory().read(fault.pc().getAsLong(), LONGEST);
      } catch (MemoryFault e) {
        // A jump to nowhere has no instruction; what the log printed may still be there.
      }
    }
    Optional<CodeBytes> logged = fault.report().flatMap(r -> r.body().code());
    return logged
        .map(c -> Arrays.copyOfRange(c.bytes(), c.mark(), c.bytes().length))
        .orElse(new byte[0]);
  }

  /// `rdi held 0xdead000000000100, and the instruction accessed [rdi+0x8]`.
  public String words() {
    return register + " held " + hex(value) + ", and the instruction accessed " + operand;
  }

  /// The first register that holds the address or one a little below it, where the instruction
  /// can't be told: `rdi held 0x..., 8 bytes below the address`.
  static Optional<String> guess(Fault fault) {
    if (fault.registers().isEmpty() || fault.address().isEmpty()) {
      return Optional.empty();
    }
    List<String> names = fault.registers().get().names();
    String pc = names.get(fault.registers().get().pcIndex());
    for (String name : names) {
      OptionalLong value = fault.register(name);
      long below = fault.address().getAsLong() - value.orElse(0);
      if (value.isPresent() && !name.equals(pc) && below >= 0 && below < REACH) {
        return Optional.of(
            name
                + " held "
                + hex(value.getAsLong())
                + (below == 0
                    ? ", the address itself"
                    : ", " + below + " bytes below the address"));
      }
    }
    return Optional.empty();
  }
}
