package org.inquest.engine.code.x86;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Decides by prefixes, ModRM and sizes which of the rows with the same opcode it is.
///
/// A decision is a node of an `int` array: its [Dimension], then the decision for each value. A
/// positive decision is a row plus one, a negative one the place of the next node, 0 no
/// instruction. The tree is made from the rows' conditions alone; their order in the tables means
/// nothing. Where several rows fit, the one with more conditions is meant (`nop` is `90`, `pause`
/// is `F3 90`); a draw is a mistake in the tables.
final class SelectionTree {
  /// Returned where a decision needs a ModRM byte and there is none.
  static final int NEEDS_MODRM = -1;

  private final int[] roots = new int[Form.MAPS * 256];
  private int[] nodes = new int[1 << 14];
  private int used = 1;
  private final List<Form> forms;

  SelectionTree(List<Form> forms) {
    this.forms = forms;
    List<List<Integer>> byOpcode = new ArrayList<>();
    for (int i = 0; i < roots.length; i++) {
      byOpcode.add(new ArrayList<>());
    }
    for (int i = 0; i < forms.size(); i++) {
      Form form = forms.get(i);
      for (int k = 0; k < form.count(); k++) {
        byOpcode.get(form.map() * 256 + form.opcodes() + k).add(i);
      }
    }
    for (int i = 0; i < roots.length; i++) {
      roots[i] = decision(byOpcode.get(i), 0);
    }
    nodes = Arrays.copyOf(nodes, used);
  }

  private int decision(List<Integer> rows, int from) {
    if (rows.isEmpty()) {
      return 0;
    }
    Dimension[] all = Dimension.values();
    for (int d = from; d < all.length; d++) {
      Dimension dimension = all[d];
      if (rows.stream().anyMatch(r -> forms.get(r).conditions().containsKey(dimension))) {
        return node(rows, d);
      }
    }
    return mostSpecific(rows) + 1;
  }

  private int node(List<Integer> rows, int d) {
    Dimension dimension = Dimension.values()[d];
    int at = used;
    used += 1 + dimension.count();
    if (used > nodes.length) {
      nodes = Arrays.copyOf(nodes, Math.max(used, nodes.length * 2));
    }
    nodes[at] = d;
    for (int value = 0; value < dimension.count(); value++) {
      int wanted = value;
      List<Integer> fitting =
          rows.stream()
              .filter(r -> forms.get(r).conditions().getOrDefault(dimension, wanted) == wanted)
              .toList();
      int decision = decision(fitting, d + 1);
      nodes[at + 1 + value] = decision;
    }
    return -at;
  }

  private int mostSpecific(List<Integer> rows) {
    int best = rows.getFirst();
    for (int row : rows.subList(1, rows.size())) {
      int more = Integer.compare(conditions(row), conditions(best));
      if (more == 0) {
        throw new IllegalStateException(
            forms.get(row).source() + " and " + forms.get(best).source() + " are the same");
      }
      best = more > 0 ? row : best;
    }
    return best;
  }

  private int conditions(int row) {
    return forms.get(row).conditions().size();
  }

  /// The row of an instruction.
  ///
  /// @param modrm the byte behind the opcode, or -1 where the bytes end
  /// @return row plus one, 0 for none, or [#NEEDS_MODRM]
  int select(long context, int opcode, int modrm) {
    int decision = roots[Context.map(context) << 8 | opcode];
    while (decision < 0) {
      int node = -decision;
      int value;
      switch (nodes[node]) {
        case 0 -> value = (int) (context >>> 36) & 1;
        case 1 -> value = Context.prefix(context);
        case 2 -> value = modrm >= 0xc0 ? 1 : 0;
        case 3 -> value = modrm >> 3 & 7;
        case 4 -> value = modrm & 7;
        case 5 -> value = (int) context >>> 7 & 1;
        case 6 -> value = (int) context >>> Context.LENGTH_SHIFT & 3;
        case 7 -> value = (int) (context >>> Context.OPERAND_SHIFT) & 3;
        case 8 -> {
          int wide = (int) (context >>> 36) & 1;
          value = Context.has(context, Context.ADDRESS_PREFIX) ? wide : 1 + wide;
        }
        default -> value = (int) context >>> 4 & 1;
      }
      if (modrm < 0 && nodes[node] >= 2 && nodes[node] <= 4) {
        return NEEDS_MODRM;
      }
      decision = nodes[node + 1 + value];
    }
    return decision;
  }
}
