package org.inquest.formats.mangle;

import java.util.ArrayList;
import java.util.List;

/// What a node is made of.
final class CxxParts {
  private CxxParts() {}

  static List<CxxNode> of(CxxNode node) {
    return switch (node) {
      case CxxNode.Text _, CxxNode.Abbreviation _ -> List.of();
      case CxxNode.Qualified(CxxNode scope, CxxNode name) -> List.of(scope, name);
      case CxxNode.Templated(CxxNode name, List<CxxNode> arguments) -> with(name, arguments);
      case CxxNode.Tagged(CxxNode name, String _) -> List.of(name);
      case CxxNode.Structor(CxxNode of, boolean _) -> List.of(of);
      case CxxNode.Conversion(CxxNode to) -> List.of(to);
      case CxxNode.Lambda(List<CxxNode> parameters, int _) -> parameters;
      case CxxNode.Special(String _, CxxNode of) -> List.of(of);
      case CxxNode.VtableIn(CxxNode of, CxxNode in) -> List.of(of, in);
      case CxxNode.Sequence(List<CxxNode> parts) -> parts;
      case CxxNode.Commas(List<CxxNode> parts) -> parts;
      case CxxNode.Suffixed(CxxNode of, String _) -> List.of(of);
      case CxxNode.Function function -> parts(function);
      case CxxNode.Array(CxxNode of, CxxNode bound) -> List.of(of, bound);
      case CxxNode.Member(CxxNode of, CxxNode type) -> List.of(of, type);
      case CxxNode.Argument(List<CxxNode> values, boolean _) -> values;
      case CxxNode.Parameter(int _, CxxNode stands) -> List.of(stands);
      case CxxNode.Expansion(CxxNode pattern) -> List.of(pattern);
      case CxxNode.Operand(CxxNode of) -> List.of(of);
      case CxxNode.Later later -> List.of(later.argument());
    };
  }

  private static List<CxxNode> parts(CxxNode.Function function) {
    List<CxxNode> all = new ArrayList<>();
    if (function.result() != null) {
      all.add(function.result());
    }
    if (function.name() != null) {
      all.add(function.name());
    }
    all.addAll(function.parameters());
    return all;
  }

  private static List<CxxNode> with(CxxNode first, List<CxxNode> others) {
    List<CxxNode> all = new ArrayList<>();
    all.add(first);
    all.addAll(others);
    return all;
  }
}
