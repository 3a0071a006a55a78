package org.inquest.formats.mangle;

import java.util.ArrayList;
import java.util.List;

/// What all parts of the grammar share while one C++ name is read.
final class CxxContext {
  final MangledText text;
  final CxxNames names;
  final CxxUnqualified unqualified;
  final CxxTypes types;
  final CxxExpressions expressions;

  /// What `S_`, `S0_` and so on stand for, in order (Itanium C++ ABI, 5.1.10).
  final List<Known> substitutions = new ArrayList<>();

  /// Arguments of the template whose parameters `T_`, `T0_` are.
  List<CxxNode> arguments = new ArrayList<>();

  /// Parameters that are named before their arguments.
  final List<CxxNode.Later> later = new ArrayList<>();

  /// Whether such ones may be met.
  boolean early;

  /// Lambdas that are being read: parameters of templates are their own, `auto`.
  int lambdas;

  CxxContext(MangledText text) {
    this.text = text;
    this.names = new CxxNames(this);
    this.unqualified = new CxxUnqualified(this);
    this.types = new CxxTypes(this);
    this.expressions = new CxxExpressions(this);
  }

  /// A part that later ones may refer to.
  ///
  /// @param arguments what parameters of templates in it were
  /// @param lambdas how many lambdas it was inside of
  record Known(CxxNode node, List<CxxNode> arguments, int lambdas) {}

  CxxNode remember(CxxNode node) {
    substitutions.add(new Known(node, arguments, lambdas));
    return node;
  }

  /// A part that was remembered. A parameter of a template in it is the one of that number here,
  /// whatever it was there.
  CxxNode substitution(int index) {
    if (index >= substitutions.size()) {
      throw new Malformed();
    }
    Known known = substitutions.get(index);
    return known.arguments == arguments && known.lambdas == lambdas
        ? known.node
        : new CxxRebinding(this).of(known.node);
  }

  /// What `T_` (0), `T0_` (1) are here.
  CxxNode parameter(int index) {
    if (lambdas > 0) {
      return new CxxNode.Parameter(index, new CxxNode.Text("auto:" + (index + 1)));
    }
    if (index < arguments.size()) {
      return new CxxNode.Parameter(index, arguments.get(index));
    }
    if (!early) {
      throw new Malformed();
    }
    CxxNode.Later one = new CxxNode.Later(index);
    later.add(one);
    return one;
  }
}
