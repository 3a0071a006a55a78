package org.inquest.engine.debug.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Tag;
import org.inquest.formats.dwarf.Unit;

/// The function that an address is in, the functions inlined there, and the variables that are in
/// scope, all by the places of their entries in `.debug_info`.
///
/// @param unit that has them
/// @param function the entry of the function whose code it is
/// @param start its first instruction, as the file has it; 0 where it does not tell
/// @param scopes innermost first; the last is the function itself
record FunctionScopes(Unit unit, long function, long start, List<Scope> scopes) {
  /// Entries of one function that are looked at: the largest of a kernel has some 20,000.
  private static final int MAX_ENTRIES = 1 << 20;

  FunctionScopes {
    scopes = List.copyOf(scopes);
  }

  /// One function, inlined or not.
  ///
  /// @param entry of the function or of its inlined copy
  /// @param variables parameters and locals, those of inner blocks behind those of outer ones
  record Scope(long entry, boolean inlined, List<Long> variables) {}

  /// Finds an address.
  ///
  /// @param pc as the file has it
  /// @throws org.inquest.formats.fault.InquestException where entries make no sense
  static Optional<FunctionScopes> find(Unit unit, long pc) {
    Entries entries = unit.entries();
    boolean more = entries.next();
    while (more) {
      switch (entries.tag()) {
        case Tag.SUBPROGRAM -> {
          AttributeValues values = entries.attributes();
          if (covers(values, pc)) {
            return Optional.of(of(unit, entries, start(values), pc));
          }
          more = entries.nextSibling();
        }
        case Tag.COMPILE_UNIT, Tag.PARTIAL_UNIT, Tag.SKELETON_UNIT, Tag.NAMESPACE, Tag.MODULE ->
            more = entries.next();
        default -> more = entries.nextSibling();
      }
    }
    return Optional.empty();
  }

  private static long start(AttributeValues values) {
    long[] first = {0};
    values.ranges((low, high) -> first[0] = first[0] == 0 ? low : first[0]);
    return values.address(Attribute.LOW_PC, first[0]);
  }

  /// Whether an entry's code has an address.
  private static boolean covers(AttributeValues values, long pc) {
    boolean[] inside = {false};
    values.ranges((low, high) ->
        inside[0] |= Long.compareUnsigned(pc, low) >= 0 && Long.compareUnsigned(pc, high) < 0);
    return inside[0];
  }

  /// The scopes open at each depth of the tree are those that the entries there belong to.
  private static FunctionScopes of(Unit unit, Entries entries, long start, long pc) {
    long function = entries.offset();
    int top = entries.depth();
    List<Scope> found = new ArrayList<>();
    List<Scope> open = new ArrayList<>();
    Scope own = new Scope(function, false, new ArrayList<>());
    found.add(own);
    open.add(own);
    boolean more = entries.hasChildren() && entries.next();
    for (int read = 0; more && entries.depth() > top && read < MAX_ENTRIES; read++) {
      int level = entries.depth() - top;
      while (open.size() > level) {
        open.removeLast();
      }
      Scope around = open.getLast();
      boolean inside =
          switch (entries.tag()) {
            case Tag.VARIABLE, Tag.FORMAL_PARAMETER -> {
              around.variables.add(entries.offset());
              yield false;
            }
            case Tag.LEXICAL_BLOCK -> covers(entries.attributes(), pc);
            case Tag.INLINED_SUBROUTINE -> {
              boolean here = covers(entries.attributes(), pc);
              if (here) {
                around = new Scope(entries.offset(), true, new ArrayList<>());
                found.add(around);
              }
              yield here;
            }
            default -> false;
          };
      if (inside && entries.hasChildren()) {
        open.add(around);
        more = entries.next();
      } else {
        more = entries.nextSibling();
      }
    }
    return new FunctionScopes(unit, function, start, found.reversed());
  }
}
