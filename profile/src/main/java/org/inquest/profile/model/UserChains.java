package org.inquest.profile.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.arch.Architectures;
import org.inquest.engine.arch.UserStacks;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.user.Mapping;
import org.inquest.engine.user.Program;
import org.inquest.engine.user.ProgramSpace;
import org.inquest.engine.user.UserUnwinder;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.perf.PerfEvent;
import org.inquest.formats.perf.PerfRecord;
import org.inquest.formats.perf.PerfSample;

/// Walks the parts of users' stacks that were copied into samples (`perf record --call-graph
/// dwarf`), by the call frame information of the binaries. Knows x86-64.
final class UserChains {
  private static final int EM_X86_64 = 62;
  private static final int ABI_64 = 2;

  /// The registers in the order of `enum perf_event_x86_regs`
  /// (arch/x86/include/uapi/asm/perf_regs.h).
  private static final List<String> NAMES =
      List.of(
          "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp", "rip", "rflags", "cs", "ss", "ds",
          "es", "fs", "gs", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15");

  private static final int SP = NAMES.indexOf("rsp");
  private static final int PC = NAMES.indexOf("rip");

  private final List<PerfEvent> events;
  private final Optional<UserStacks> machine = Architectures.of(EM_X86_64).userStacks();
  private final Map<Binary, ProgramSpace.Found> programs = new HashMap<>();

  UserChains(List<PerfEvent> events) {
    this.events = events;
  }

  /// The callers of the interrupted function, innermost first, each at the byte before its return
  /// address; the interrupted one too where the kernel had interrupted the program, or its callers
  /// alone.
  ///
  /// @param sample with registers and stack
  long[] unwind(PerfRecord record, PerfSample sample, AddressSpace space) {
    if (machine.isEmpty() || sample.userAbi != ABI_64) {
      return new long[0];
    }
    Registers registers = registers(record, sample);
    AddressReader stack = stack(record, sample, registers.sp());
    try {
      List<Frame> frames =
          new UserUnwinder(machine.get(), stack, new Space(space)).unwind(registers).frames();
      // In user mode the first one is the sample's own address.
      int own = registers.pc() == sample.ip ? 1 : 0;
      return frames.stream().skip(own).mapToLong(Frame::lookupPc).toArray();
    } catch (InquestException e) {
      return new long[0];
    }
  }

  private Registers registers(PerfRecord record, PerfSample sample) {
    long mask = events.get(sample.event).attr().sampleRegsUser();
    long[] values = new long[NAMES.size()];
    long known = 0;
    int at = sample.userRegistersAt;
    for (int i = 0; i < Long.SIZE; i++) {
      if ((mask >>> i & 1) != 0) {
        if (i < values.length) {
          values[i] = record.u64(at);
          known |= 1L << i;
        }
        at += Long.BYTES;
      }
    }
    return new Registers(NAMES, values, known, PC, SP, true);
  }

  /// The copy begins at the stack pointer.
  private static AddressReader stack(PerfRecord record, PerfSample sample, long sp) {
    return (address, target, offset, length) -> {
      long at = address - sp;
      if (at < 0 || at > sample.stackSize - length) {
        throw new MemoryFault(address, false, MemoryFault.Reason.LOST);
      }
      byte[] bytes = record.copy(sample.stackAt + (int) at, length);
      System.arraycopy(bytes, 0, target, offset, length);
    };
  }

  private final class Space implements ProgramSpace {
    private final AddressSpace space;

    Space(AddressSpace space) {
      this.space = space;
    }

    @Override
    public Optional<Mapping> mapping(long address) {
      return Optional.ofNullable(space.find(address))
          .map(r ->
              new Mapping(
                  r.start(), r.end(), true, r.offset(), r.binary().id() + 1L, r.binary().path()));
    }

    @Override
    public Found program(Mapping mapping) {
      Region region = space.find(mapping.start());
      return region == null
          ? new Found.Missing("nothing is mapped there")
          : programs.computeIfAbsent(region.binary(), UserChains::found);
    }
  }

  private static ProgramSpace.Found found(Binary binary) {
    return binary
        .code()
        .file()
        .<ProgramSpace.Found>map(
            file -> new ProgramSpace.Found.Here(new Program(binary.path(), List.of(file))))
        .orElseGet(() -> new ProgramSpace.Found.Missing(binary.code().gap()));
  }
}
