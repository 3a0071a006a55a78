package org.inquest.engine.code.x86;

import java.util.Arrays;
import java.util.List;

/// Decides by prefixes, ModRM and sizes which of the rows with the same opcode it is.
///
/// A decision is a node of an `int` array: which [Dimension] it asks, then the decision for each
/// value. A positive decision is a row plus one, a negative one the place of the next node, 0 no
/// instruction. The tree is made from the rows' conditions alone; their order in the tables means
/// nothing. Where several rows fit, the one with more conditions is meant (`nop` is `90`, `pause`
/// is `F3 90`); a draw is a mistake in the tables.
final class SelectionTree {
  /// Returned where a decision needs a ModRM byte and there is none.
  static final int NEEDS_MODRM = -1;

  /// A node's first word: where the value is among [Dimension#facts], whether it is part of the
  /// ModRM byte, and the value's bits.
  private static final int ASKS_MODRM = 1 << 6;

  private static final int MASK_SHIFT = 8;

  private final int[] roots = new int[Form.MAPS * 256];
  private int[] nodes = new int[1 << 14];
  private int used = 1;
  private final List<Form> forms;

  /// By row, then by dimension: the value it asks for, or [#ANY].
  private final byte[][] conditions;

  private static final byte ANY = -1;
  private static final Dimension[] DIMENSIONS = Dimension.values();

  SelectionTree(List<Form> forms) {
    this.forms = forms;
    conditions = new byte[forms.size()][];
    int[][] byOpcode = new int[roots.length][0];
    for (int row = 0; row < forms.size(); row++) {
      Form form = forms.get(row);
      conditions[row] = conditions(form);
      for (int k = 0; k < form.count(); k++) {
        int opcode = form.map() * 256 + form.opcodes() + k;
        byOpcode[opcode] = with(byOpcode[opcode], row);
      }
    }
    for (int i = 0; i < roots.length; i++) {
      roots[i] = decision(byOpcode[i], 0);
    }
    nodes = Arrays.copyOf(nodes, used);
  }

  private static byte[] conditions(Form form) {
    byte[] values = new byte[DIMENSIONS.length];
    Arrays.fill(values, ANY);
    form.conditions()
        .forEach((dimension, value) -> values[dimension.ordinal()] = value.byteValue());
    return values;
  }

  private static int[] with(int[] rows, int row) {
    int[] more = Arrays.copyOf(rows, rows.length + 1);
    more[rows.length] = row;
    return more;
  }

  private int decision(int[] rows, int from) {
    if (rows.length == 0) {
      return 0;
    }
    for (int d = from; d < DIMENSIONS.length; d++) {
      for (int row : rows) {
        if (conditions[row][d] != ANY) {
          return node(rows, d);
        }
      }
    }
    return mostSpecific(rows) + 1;
  }

  private int node(int[] rows, int d) {
    int values = DIMENSIONS[d].count();
    int at = used;
    used += 1 + values;
    if (used > nodes.length) {
      nodes = Arrays.copyOf(nodes, Math.max(used, nodes.length * 2));
    }
    Dimension dimension = DIMENSIONS[d];
    nodes[at] =
        dimension.shift() | (dimension.needsModrm() ? ASKS_MODRM : 0) | values - 1 << MASK_SHIFT;
    for (int value = 0; value < values; value++) {
      int decision = decision(fitting(rows, d, value), d + 1);
      nodes[at + 1 + value] = decision;
    }
    return -at;
  }

  private int[] fitting(int[] rows, int d, int value) {
    int[] fitting = new int[rows.length];
    int count = 0;
    for (int row : rows) {
      if (conditions[row][d] == ANY || conditions[row][d] == value) {
        fitting[count++] = row;
      }
    }
    return Arrays.copyOf(fitting, count);
  }

  private int mostSpecific(int[] rows) {
    int best = rows[0];
    for (int i = 1; i < rows.length; i++) {
      int row = rows[i];
      int more =
          Integer.compare(forms.get(row).conditions().size(), forms.get(best).conditions().size());
      if (more == 0) {
        throw new IllegalStateException(
            forms.get(row).source() + " and " + forms.get(best).source() + " are the same");
      }
      best = more > 0 ? row : best;
    }
    return best;
  }

  /// The row of an instruction.
  ///
  /// @param modrm the byte behind the opcode, or -1 where the bytes end
  /// @return row plus one, 0 for none, or [#NEEDS_MODRM]
  int select(long context, int opcode, int modrm) {
    int decision = roots[Context.map(context) << 8 | opcode];
    if (decision >= 0) {
      return decision;
    }
    long facts = Dimension.facts(context, modrm);
    do {
      int node = nodes[-decision];
      if (modrm < 0 && (node & ASKS_MODRM) != 0) {
        return NEEDS_MODRM;
      }
      // A shift counts by the low six bits alone.
      int value = (int) (facts >>> node) & node >>> MASK_SHIFT;
      decision = nodes[1 - decision + value];
    } while (decision < 0);
    return decision;
  }
}
