package org.inquest.formats.mangle;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// A part of a name, somewhere else: what it says of parameters of templates is said of those
/// there.
final class CxxRebinding {
  private final CxxContext context;
  private final Map<CxxNode, CxxNode> done = new IdentityHashMap<>();

  CxxRebinding(CxxContext context) {
    this.context = context;
  }

  CxxNode of(CxxNode node) {
    CxxNode known = done.get(node);
    if (known == null) {
      context.text.enter();
      known = made(node);
      context.text.leave();
      done.put(node, known);
    }
    return known;
  }

  private List<CxxNode> all(List<CxxNode> nodes) {
    return nodes.stream().map(this::of).toList();
  }

  private CxxNode made(CxxNode node) {
    return switch (node) {
      case CxxNode.Parameter(int index, CxxNode _) -> context.parameter(index);
      case CxxNode.Qualified(CxxNode scope, CxxNode name) ->
          new CxxNode.Qualified(of(scope), of(name));
      case CxxNode.Templated(CxxNode name, List<CxxNode> arguments) ->
          new CxxNode.Templated(of(name), all(arguments));
      case CxxNode.Sequence(List<CxxNode> parts) -> new CxxNode.Sequence(all(parts));
      case CxxNode.Commas(List<CxxNode> parts) -> new CxxNode.Commas(all(parts));
      case CxxNode.Suffixed(CxxNode of, String word) -> new CxxNode.Suffixed(of(of), word);
      case CxxNode.Function f when f.name() == null && f.result() != null ->
          new CxxNode.Function(of(f.result()), null, all(f.parameters()), f.words());
      case CxxNode.Array(CxxNode of, CxxNode bound) -> new CxxNode.Array(of(of), of(bound));
      case CxxNode.Member(CxxNode of, CxxNode type) -> new CxxNode.Member(of(of), of(type));
      case CxxNode.Argument(List<CxxNode> values, boolean pack) ->
          new CxxNode.Argument(all(values), pack);
      case CxxNode.Expansion(CxxNode pattern) -> new CxxNode.Expansion(of(pattern));
      case CxxNode.Operand(CxxNode of) -> new CxxNode.Operand(of(of));
      // The rest has no parameters, or ones of its own: functions, lambdas.
      default -> node;
    };
  }
}
