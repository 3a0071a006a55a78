package org.inquest.engine.arch.x86_64;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.arch.KernelText;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Frame.Origin;
import org.inquest.engine.unwind.OrcFinder;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;
import org.inquest.engine.unwind.Stack.End;
import org.inquest.engine.unwind.Unwinder;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.orc.OrcEntry;

/// Walks kernel stacks by ORC, as arch/x86/kernel/unwind_orc.c does at run time.
///
/// Interrupt, NMI and exception stacks need no table of their own: the entry code's ORC entries say
/// where it saved the interrupted context's registers, and those lead to the stack that was
/// interrupted. Where ORC does not know an address (generated code), a frame pointer is tried, then
/// a return address is searched for on the stack and the frame is marked as a guess.
final class X86Unwinder implements Unwinder {
  /// More than a 16 KiB stack and all exception stacks of a CPU can hold.
  private static final int MAX_FRAMES = 512;

  /// Words searched for a return address before giving up: one 16 KiB stack.
  private static final int MAX_SCAN = 2048;

  private final VirtualMemory memory;
  private final OrcFinder orc;
  private final KernelText text;

  X86Unwinder(VirtualMemory memory, OrcFinder orc, KernelText text) {
    this.memory = memory;
    this.orc = orc;
    this.text = text;
  }

  @Override
  public Stack unwind(Registers start) {
    Walk walk = new Walk();
    walk.begin(start, Origin.REGISTERS);
    return walk.run();
  }

  @Override
  public Stack unwindSwitchedOut(long savedSp) {
    Walk walk = new Walk();
    try {
      walk.beginSwitchedOut(savedSp);
    } catch (MemoryFault e) {
      return new Stack(List.of(), End.FAULT, "the task's saved stack: " + e.getMessage());
    }
    return walk.run();
  }

  /// The state of one walk: `struct unwind_state`.
  private final class Walk {
    private final List<Frame> frames = new ArrayList<>(16);
    private long pc;
    private long sp;
    private long bp;
    private boolean exact;

    /// Registers of the innermost saved context that entries may refer to (`ORC_REG_DI` and the
    /// like).
    private long[] saved = new long[0];

    private long savedKnown;
    private End end = End.LIMIT;
    private String detail = "";

    void begin(Registers start, Origin origin) {
      frames.add(new Frame(start.pc(), start.sp(), 0, origin, true, Optional.of(start)));
      adopt(start);
    }

    private void adopt(Registers registers) {
      pc = registers.pc();
      sp = registers.sp();
      if (registers.knows(X86Registers.BP)) {
        bp = registers.values()[X86Registers.BP];
      }
      // Five words alone do not replace the full set saved just before them (prev_regs of
      // unwind_orc.c).
      if (registers.knows(X86Registers.DI) || saved.length == 0) {
        saved = registers.values();
        savedKnown = registers.known();
      }
      exact = true;
      if (registers.user()) {
        end = End.USER;
      }
    }

    /// `struct inactive_task_frame` (arch/x86/include/asm/switch_to.h) since 0100301bfdf5, v4.9:
    /// r15, r14, r13, r12, bx, bp, ret_addr.
    void beginSwitchedOut(long savedSp) {
      bp = memory.readLong(savedSp + 5 * Long.BYTES);
      pc = memory.readLong(savedSp + 6 * Long.BYTES);
      sp = savedSp + 7 * Long.BYTES;
      exact = false;
      frames.add(
          new Frame(pc, sp, savedSp + 6 * Long.BYTES, Origin.REGISTERS, false, Optional.empty()));
    }

    Stack run() {
      try {
        while (end != End.USER && frames.size() < MAX_FRAMES) {
          if (!step()) {
            break;
          }
        }
      } catch (MemoryFault e) {
        end = End.FAULT;
        detail = e.getMessage();
      }
      return new Stack(List.copyOf(frames), end, detail);
    }

    private boolean step() {
      long oldSp = sp;
      boolean onlyRegisters = frames.size() == 1 && exact;
      long entry = orc.find(exact ? pc : pc - 1);
      if (entry == OrcFinder.NONE) {
        return withoutTable(onlyRegisters);
      }
      int type = OrcEntry.type(entry);
      if (type == OrcEntry.TYPE_END_OF_STACK) {
        end = End.BOTTOM;
        return false;
      }
      if (type == OrcEntry.TYPE_UNDEFINED) {
        return withoutTable(onlyRegisters);
      }
      long frame = previousSp(entry);
      switch (type) {
        case OrcEntry.TYPE_CALL -> call(frame, entry);
        case OrcEntry.TYPE_REGS -> exception(X86Registers.all(X86Registers.read(memory, frame)));
        case OrcEntry.TYPE_REGS_PARTIAL -> {
          restoreBp(entry, frame);
          exception(X86Registers.readIret(memory, frame));
        }
        default -> {
          return withoutTable(onlyRegisters);
        }
      }
      if (end != End.USER && sp == oldSp && frames.size() > 1 && repeats()) {
        end = End.LOOP;
        detail = "the stack pointer 0x" + Long.toHexString(sp) + " stopped moving";
        return false;
      }
      return true;
    }

    private boolean repeats() {
      Frame last = frames.getLast();
      Frame before = frames.get(frames.size() - 2);
      return last.pc() == before.pc() && last.sp() == before.sp();
    }

    private long previousSp(long entry) {
      int offset = OrcEntry.spOffset(entry);
      return switch (OrcEntry.spReg(entry)) {
        case OrcEntry.REG_SP -> sp + offset;
        case OrcEntry.REG_BP -> bp + offset;
        // 87ccc826bf1c ("x86/unwind/orc: Change REG_SP_INDIRECT", v5.12) adds the offset after the
        // read; before, entries had 0.
        case OrcEntry.REG_SP_INDIRECT -> memory.readLong(sp) + offset;
        case OrcEntry.REG_BP_INDIRECT -> memory.readLong(bp + offset);
        case OrcEntry.REG_R10 -> savedRegister(X86Registers.R10);
        case OrcEntry.REG_R13 -> savedRegister(X86Registers.R13);
        case OrcEntry.REG_DI -> savedRegister(X86Registers.DI);
        case OrcEntry.REG_DX -> savedRegister(X86Registers.DX);
        case OrcEntry.REG_AX -> savedRegister(X86Registers.AX);
        default -> throw new MemoryFault(sp, false, MemoryFault.Reason.NOT_MAPPED);
      };
    }

    private long savedRegister(int index) {
      if (saved.length == 0 || (savedKnown >>> index & 1) == 0) {
        throw new MemoryFault(sp, false, MemoryFault.Reason.NOT_MAPPED);
      }
      return saved[index];
    }

    private void call(long frame, long entry) {
      long slot = frame - Long.BYTES;
      long from = memory.readLong(slot);
      restoreBp(entry, frame);
      pc = from;
      sp = frame;
      exact = false;
      saved = new long[0];
      if (pc == 0) {
        end = End.BOTTOM;
        return;
      }
      frames.add(new Frame(pc, sp, slot, Origin.UNWIND_TABLE, false, Optional.empty()));
    }

    private void restoreBp(long entry, long frame) {
      switch (OrcEntry.bpReg(entry)) {
        case OrcEntry.REG_PREV_SP -> bp = memory.readLong(frame + OrcEntry.bpOffset(entry));
        case OrcEntry.REG_BP -> bp = memory.readLong(bp + OrcEntry.bpOffset(entry));
        default -> {
          if (saved.length > 0 && (savedKnown >>> X86Registers.BP & 1) != 0) {
            bp = saved[X86Registers.BP];
          }
        }
      }
    }

    private void exception(Registers registers) {
      adopt(registers);
      frames.add(new Frame(pc, sp, 0, Origin.EXCEPTION, true, Optional.of(registers)));
    }

    /// A jump to nowhere leaves the caller's return address on top of the stack: a call through a
    /// bad pointer (the kernel's null_orc_entry does this for address 0 only). Else a frame
    /// pointer, else a guess.
    private boolean withoutTable(boolean onlyRegisters) {
      if (exact && !text.contains(pc)) {
        long word = memory.readLong(sp);
        if (text.contains(word - 1)) {
          Origin origin = pc == 0 ? Origin.UNWIND_TABLE : Origin.GUESS;
          pushed(sp, word, origin);
          return true;
        }
      }
      if (!onlyRegisters && framePointer()) {
        return true;
      }
      return guess();
    }

    private boolean framePointer() {
      if (bp <= sp || bp - sp > 8 * MAX_SCAN || (bp & 7) != 0) {
        return false;
      }
      long from = memory.readLong(bp + Long.BYTES);
      if (!text.contains(from - 1)) {
        return false;
      }
      long slot = bp + Long.BYTES;
      bp = memory.readLong(bp);
      pushed(slot, from, Origin.FRAME_POINTER);
      return true;
    }

    private boolean guess() {
      long at = sp & ~7L;
      long function = text.functionAt(exact ? pc : pc - 1);
      long likely = 0;
      for (int i = 0; i < MAX_SCAN; i++, at += Long.BYTES) {
        long word = at == (sp & ~7L) || (at & 0xfff) != 0 ? memory.readLong(at) : nextPage(at);
        if (word == 0 || !text.contains(word - 1)) {
          if (i > 0 && (at & 0x3fff) == 0) {
            break;
          }
          continue;
        }
        if (function != 0 && calls(word, function)) {
          pushed(at, word, Origin.CALL_SITE);
          return true;
        }
        if (likely == 0 && orc.find(word - 1) != OrcFinder.NONE && afterCall(word)) {
          likely = at;
        }
      }
      if (likely != 0) {
        pushed(likely, memory.readLong(likely), Origin.GUESS);
        return true;
      }
      end = End.LOST;
      detail = "no unwind information for 0x" + Long.toHexString(pc);
      return false;
    }

    /// The end of a stack may also be the end of what is mapped.
    private long nextPage(long at) {
      return memory.findLong(at).orElse(0);
    }

    /// Whether the instruction before an address is `call function`.
    private boolean calls(long address, long function) {
      try {
        return memory.readByte(address - 5) == (byte) 0xe8
            && address + memory.readInt(address - 4) == function;
      } catch (MemoryFault e) {
        return false;
      }
    }

    private void pushed(long slot, long from, Origin origin) {
      pc = from;
      sp = slot + Long.BYTES;
      exact = false;
      saved = new long[0];
      frames.add(new Frame(pc, sp, slot, origin, false, Optional.empty()));
    }

    /// Whether a call instruction ends at an address: `e8 rel32`, or `ff /2` with two to seven
    /// bytes.
    private boolean afterCall(long address) {
      try {
        if (memory.readByte(address - 5) == (byte) 0xe8) {
          return true;
        }
        for (int length = 2; length <= 7; length++) {
          if (memory.readByte(address - length) == (byte) 0xff
              && (memory.readByte(address - length + 1) >> 3 & 7) == 2) {
            return true;
          }
        }
        return false;
      } catch (MemoryFault e) {
        return true; // text is not in the dump: the name alone has to do
      }
    }
  }
}
