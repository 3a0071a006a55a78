package org.inquest.formats.cfi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.inquest.formats.dwarf.DebugBytes;
import org.inquest.formats.dwarf.Expression;

/// Runs the instructions of an entry, `DW_CFA_*` (DWARF 5, 6.4.2 and table 7.29), which change one
/// row after the other. It goes forward only, so it takes as many steps as there are bytes.
final class FrameProgram {
  private static final int ADVANCE_LOC = 1;
  private static final int OFFSET = 2;
  private static final int RESTORE = 3;

  private static final int NOP = 0x00;
  private static final int SET_LOC = 0x01;
  private static final int ADVANCE_LOC1 = 0x02;
  private static final int ADVANCE_LOC2 = 0x03;
  private static final int ADVANCE_LOC4 = 0x04;
  private static final int OFFSET_EXTENDED = 0x05;
  private static final int RESTORE_EXTENDED = 0x06;
  private static final int UNDEFINED = 0x07;
  private static final int SAME_VALUE = 0x08;
  private static final int REGISTER = 0x09;
  private static final int REMEMBER_STATE = 0x0a;
  private static final int RESTORE_STATE = 0x0b;
  private static final int DEF_CFA = 0x0c;
  private static final int DEF_CFA_REGISTER = 0x0d;
  private static final int DEF_CFA_OFFSET = 0x0e;
  private static final int DEF_CFA_EXPRESSION = 0x0f;
  private static final int EXPRESSION = 0x10;
  private static final int OFFSET_EXTENDED_SF = 0x11;
  private static final int DEF_CFA_SF = 0x12;
  private static final int DEF_CFA_OFFSET_SF = 0x13;
  private static final int VAL_OFFSET = 0x14;
  private static final int VAL_OFFSET_SF = 0x15;
  private static final int VAL_EXPRESSION = 0x16;
  private static final int MIPS_ADVANCE_LOC8 = 0x1d;

  /// `DW_CFA_GNU_window_save` of SPARC has this number, on Arm it is about signed return addresses.
  private static final int NEGATE_RA_STATE = 0x2d;

  private static final int NEGATE_RA_STATE_WITH_PC = 0x2c;
  private static final int GNU_ARGS_SIZE = 0x2e;
  private static final int GNU_NEGATIVE_OFFSET_EXTENDED = 0x2f;

  /// No machine has more registers.
  private static final int MAX_REGISTER = 1024;

  private static final int MAX_REMEMBERED = 64;

  private record State(FrameAddressRule address, List<RegisterRule> rules) {}

  private final FrameEntry entry;
  private final CommonEntry common;
  private final RowSink sink;
  private final Deque<State> remembered = new ArrayDeque<>();
  private List<RegisterRule> rules = new ArrayList<>();
  private List<RegisterRule> initial = List.of();
  private FrameAddressRule address = new FrameAddressRule.Unknown();
  private long low;
  private boolean wanted = true;

  FrameProgram(FrameEntry entry, RowSink sink) {
    this.entry = entry;
    this.common = entry.common();
    this.sink = sink;
    this.low = entry.low();
  }

  void run() {
    run(common.instructions().at(common.instructions().offset()));
    initial = List.copyOf(rules);
    run(entry.instructions().at(entry.instructions().offset()));
    give(entry.high());
  }

  private void run(DebugBytes in) {
    while (wanted && in.left() > 0) {
      int code = in.u8();
      int operand = code & 0x3f;
      switch (code >>> 6) {
        case ADVANCE_LOC -> advance(operand);
        case OFFSET -> saved(operand, in.uleb());
        case RESTORE -> restore(operand);
        default -> step(in, code);
      }
    }
  }

  private void step(DebugBytes in, int code) {
    switch (code) {
      case NOP, NEGATE_RA_STATE, NEGATE_RA_STATE_WITH_PC -> {}
      case GNU_ARGS_SIZE -> in.skipLeb();
      case SET_LOC ->
          advanceTo(common.pointers().read(in, common.addressSize(), entry.bases(), entry.low()));
      case ADVANCE_LOC1 -> advance(in.u8());
      case ADVANCE_LOC2 -> advance(in.u16());
      case ADVANCE_LOC4 -> advance(in.u32());
      case MIPS_ADVANCE_LOC8 -> advance(in.u64());
      case REMEMBER_STATE -> remember(in);
      case RESTORE_STATE -> recall(in);
      case DEF_CFA, DEF_CFA_SF, DEF_CFA_REGISTER, DEF_CFA_OFFSET, DEF_CFA_OFFSET_SF ->
          defineAddress(in, code);
      case DEF_CFA_EXPRESSION -> address = new FrameAddressRule.Computed(expression(in));
      default -> set(in, code);
    }
  }

  private void defineAddress(DebugBytes in, int code) {
    boolean keepsRegister = code == DEF_CFA_OFFSET || code == DEF_CFA_OFFSET_SF;
    FrameAddressRule.Offset old =
        address instanceof FrameAddressRule.Offset o ? o : new FrameAddressRule.Offset(-1, 0);
    if (old.register() < 0 && code != DEF_CFA && code != DEF_CFA_SF) {
      throw in.malformed("a register that the frame's address counts from", "none");
    }
    int register = keepsRegister ? old.register() : register(in);
    long offset =
        switch (code) {
          case DEF_CFA_REGISTER -> old.offset();
          case DEF_CFA_SF, DEF_CFA_OFFSET_SF -> in.sleb() * common.dataFactor();
          default -> in.uleb();
        };
    address = new FrameAddressRule.Offset(register, offset);
  }

  private void set(DebugBytes in, int code) {
    if (code > VAL_EXPRESSION && code != GNU_NEGATIVE_OFFSET_EXTENDED) {
      throw in.malformed("a call frame instruction", "0x" + Integer.toHexString(code));
    }
    int register = register(in);
    long factor = common.dataFactor();
    switch (code) {
      case OFFSET_EXTENDED -> saved(register, in.uleb());
      case OFFSET_EXTENDED_SF -> saved(register, in.sleb());
      case GNU_NEGATIVE_OFFSET_EXTENDED -> saved(register, -in.uleb());
      case RESTORE_EXTENDED -> restore(register);
      case UNDEFINED -> rule(register, new RegisterRule.Undefined());
      case SAME_VALUE -> rule(register, new RegisterRule.SameValue());
      case REGISTER -> rule(register, new RegisterRule.InRegister(register(in)));
      case VAL_OFFSET -> rule(register, new RegisterRule.OffsetValue(in.uleb() * factor));
      case VAL_OFFSET_SF -> rule(register, new RegisterRule.OffsetValue(in.sleb() * factor));
      case EXPRESSION -> rule(register, new RegisterRule.SavedAtComputed(expression(in)));
      default -> rule(register, new RegisterRule.ComputedValue(expression(in)));
    }
  }

  private static int register(DebugBytes in) {
    long number = in.uleb();
    if (number < 0 || number >= MAX_REGISTER) {
      throw in.malformed("a register's number", Long.toUnsignedString(number));
    }
    return (int) number;
  }

  private static Expression expression(DebugBytes in) {
    return Expression.ofFrame(in.take(in.uleb()));
  }

  private void saved(int register, long steps) {
    rule(register, new RegisterRule.SavedAt(steps * common.dataFactor()));
  }

  private void restore(int register) {
    rule(register, register < initial.size() ? initial.get(register) : FrameRow.UNSPECIFIED);
  }

  private void rule(int register, RegisterRule rule) {
    while (rules.size() <= register) {
      rules.add(FrameRow.UNSPECIFIED);
    }
    rules.set(register, rule);
  }

  private void remember(DebugBytes in) {
    if (remembered.size() == MAX_REMEMBERED) {
      throw in.malformed("at most " + MAX_REMEMBERED + " remembered states", "more");
    }
    remembered.push(new State(address, List.copyOf(rules)));
  }

  private void recall(DebugBytes in) {
    if (remembered.isEmpty()) {
      throw in.malformed("a remembered state", "none");
    }
    State state = remembered.pop();
    address = state.address;
    rules = new ArrayList<>(state.rules);
  }

  private void advance(long steps) {
    advanceTo(low + steps * common.codeFactor());
  }

  private void advanceTo(long next) {
    give(next);
    low = next;
  }

  private void give(long high) {
    if (wanted && Long.compareUnsigned(low, high) < 0) {
      wanted = sink.row(new FrameRow(low, high, address, rules, common.returnRegister()));
    }
  }
}
