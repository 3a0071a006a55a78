package org.inquest.engine.code.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.SymbolNames;

/// The instructions of one function and the ways between them. Immutable.
///
/// Compilers put rare paths elsewhere (`free_metadata.cold`); a function therefore has several
/// pieces. Ways out of them (tail calls, returns) lead nowhere here.
///
/// Instructions are counted from 0 in the order of pieces and addresses. Bytes that are no
/// instruction, and padding, have no number.
public final class FunctionCode {
  /// No such instruction.
  public static final int NONE = -1;

  /// More than any function has; a symbol that claims more names no function.
  static final int MAX_BYTES = 1 << 18;

  /// `endbr64` may stand before the hook.
  private static final int ENDBR_LENGTH = 4;

  private final Isa isa;
  private final SymbolNames names;
  private final List<Piece> pieces;
  private final List<Instruction> instructions = new ArrayList<>();
  private final int[][] before;
  private final int[][] after;
  private final boolean[] reached;
  private final boolean[] root;
  private final boolean complete;

  /// Bytes that lie together.
  ///
  /// @param address of the first one
  @SuppressWarnings("ArrayRecordComponent") // read once and never changed
  public record Piece(long address, byte[] bytes) {}

  /// Decodes a function.
  ///
  /// @param pieces the first begins with the entry
  /// @param names of called functions, to know those that never return
  /// @param tables reads jump tables
  public FunctionCode(Isa isa, List<Piece> pieces, SymbolNames names, CodeTables tables) {
    this.isa = isa;
    this.names = names;
    this.pieces = List.copyOf(pieces);
    for (Piece piece : this.pieces) {
      decode(piece);
    }
    Edges edges = new Edges(this, tables);
    this.before = edges.before();
    this.after = edges.after();
    this.reached = edges.reached();
    this.root = edges.roots();
    this.complete = edges.complete();
  }

  private void decode(Piece piece) {
    Decoder decoder = isa.decoder();
    Instruction next = decoder.newInstruction();
    int limit = Math.min(piece.bytes().length, MAX_BYTES);
    for (int at = 0; at < limit; ) {
      int length = decoder.decode(piece.bytes(), at, limit, piece.address() + at, next);
      if (length > 0) {
        instructions.add(next.copy());
      }
      at += length > 0 ? length : decoder.alignment();
    }
  }

  /// The instruction set.
  public Isa isa() {
    return isa;
  }

  /// Names of addresses.
  public SymbolNames names() {
    return names;
  }

  /// How many instructions it has.
  public int size() {
    return instructions.size();
  }

  /// Its i-th instruction; never to be decoded into.
  public Instruction instruction(int i) {
    return instructions.get(i);
  }

  /// Address of the first instruction.
  public long entry() {
    return pieces.isEmpty() ? 0 : pieces.getFirst().address();
  }

  /// The instruction that begins at an address, or [#NONE].
  public int indexAt(long address) {
    return search(address, false);
  }

  /// The instruction that ends at an address, the call before a return address, or [#NONE].
  public int indexBefore(long address) {
    return search(address, true);
  }

  private int search(long address, boolean end) {
    int from = 0;
    for (Piece piece : pieces) {
      int low = from;
      int high = from + count(piece, from) - 1;
      from = high + 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        Instruction i = instructions.get(middle);
        int order = Long.compareUnsigned(end ? i.end() : i.address(), address);
        if (order == 0) {
          return middle;
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
    }
    return NONE;
  }

  /// How many instructions from a number on lie in a piece.
  private int count(Piece piece, int from) {
    int i = from;
    while (i < instructions.size()
        && instructions.get(i).address() - piece.address() >= 0
        && instructions.get(i).address() - piece.address() < piece.bytes().length) {
      i++;
    }
    return i - from;
  }

  /// The instructions from which control comes to this one without leaving the function, those that
  /// can't be reached left out.
  public int[] before(int i) {
    return before[i].clone();
  }

  /// [#before] without a copy.
  int[] ways(int i) {
    return before[i];
  }

  /// The instructions to which control goes from this one without leaving the function.
  public int[] after(int i) {
    return after[i].clone();
  }

  /// Whether a path from the entry, or from a [#root], leads to an instruction.
  public boolean reached(int i) {
    return reached[i];
  }

  /// Whether control comes to an instruction in a way that can't be seen: by a jump through a
  /// register, or from an exception's handler that goes on there.
  public boolean root(int i) {
    return root[i];
  }

  /// Whether each jump's targets are known.
  public boolean complete() {
    return complete;
  }

  /// The name of an address; empty where it has none.
  String name(long address) {
    StringBuilder text = new StringBuilder();
    return names.append(address, text) ? text.toString() : "";
  }

  /// The basic blocks, by address: each is entered only at its first instruction and left only at
  /// its last.
  ///
  /// @return number of each block's first instruction
  public int[] blocks() {
    Set<Integer> starts = new HashSet<>();
    for (int i = 0; i < size(); i++) {
      boolean follows = before[i].length == 1 && before[i][0] == i - 1;
      if (!follows || instructions.get(i - 1).flow() == Flow.BRANCH) {
        starts.add(i);
      }
    }
    return starts.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /// Whether an instruction calls something that keeps all registers: ftrace's hook at the
  /// beginning of a function, `call __fentry__`, whatever it was patched to.
  boolean hook(int i) {
    Instruction call = instructions.get(i);
    long into = call.address() - entry();
    if (call.flow() != Flow.CALL || !call.hasTarget() || into != 0 && into != ENDBR_LENGTH) {
      return false;
    }
    String name = name(call.target());
    return name.isEmpty() || name.equals("__fentry__") || name.startsWith("ftrace_");
  }
}
