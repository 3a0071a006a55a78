package org.inquest.formats.mangle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a C++ name. Types of C++ are written around what they are of (`int (*)[3]`): each node
/// has a part to the left and one to the right of it.
sealed interface CxxNode {
  /// Words as they are.
  record Text(String text) implements CxxNode {}

  /// What `std::string` and its like stand for.
  ///
  /// @param brief as it is written everywhere else
  /// @param full before a constructor
  /// @param last what a constructor is called
  record Abbreviation(String brief, String full, String last) implements CxxNode {}

  /// `scope::name`.
  record Qualified(CxxNode scope, CxxNode name) implements CxxNode {}

  /// `name<arguments>`.
  record Templated(CxxNode name, List<CxxNode> arguments) implements CxxNode {}

  /// `name[abi:tag]`.
  record Tagged(CxxNode name, String tag) implements CxxNode {}

  /// A constructor, or a destructor, of the class before it.
  record Structor(CxxNode of, boolean destroys) implements CxxNode {}

  /// `operator T`.
  record Conversion(CxxNode to) implements CxxNode {}

  /// `{lambda(int)#1}`.
  record Lambda(List<CxxNode> parameters, int number) implements CxxNode {}

  /// `vtable for X`.
  record Special(String words, CxxNode of) implements CxxNode {}

  /// `construction vtable for X-in-Y`.
  record VtableIn(CxxNode of, CxxNode in) implements CxxNode {}

  /// Parts one after the other.
  record Sequence(List<CxxNode> parts) implements CxxNode {}

  /// Parts with commas between them; those of a pack that is empty leave none.
  record Commas(List<CxxNode> parts) implements CxxNode {}

  /// A type with `const`, `volatile`, `*`, `&` or another word behind it.
  ///
  /// @param word with the space before it, if it has one
  record Suffixed(CxxNode of, String word) implements CxxNode {}

  /// A function's type, or a function with its parameters.
  ///
  /// @param result null where the name does not tell
  /// @param name null for a type
  /// @param words `const`, `&`, `noexcept` behind it
  record Function(
      @Nullable CxxNode result, @Nullable CxxNode name, List<CxxNode> parameters, String words)
      implements CxxNode {}

  /// An array.
  record Array(CxxNode of, CxxNode bound) implements CxxNode {}

  /// A pointer to a member.
  record Member(CxxNode of, CxxNode type) implements CxxNode {}

  /// What a parameter of a template stands for.
  ///
  /// @param pack whether it is a list
  record Argument(List<CxxNode> values, boolean pack) implements CxxNode {}

  /// A parameter of a template, `T_`.
  ///
  /// @param stands what it stands for
  record Parameter(int index, CxxNode stands) implements CxxNode {}

  /// A pattern that is written once for each element of the packs in it.
  record Expansion(CxxNode pattern) implements CxxNode {}

  /// An operand, in parentheses unless it is a plain name.
  record Operand(CxxNode of) implements CxxNode {}

  /// A parameter of a template whose arguments come later in the name: an operator that converts to
  /// `T`.
  final class Later implements CxxNode {
    private final int index;
    private @Nullable CxxNode argument;

    Later(int index) {
      this.index = index;
    }

    void resolve(List<CxxNode> arguments) {
      if (argument == null && index < arguments.size()) {
        argument = arguments.get(index);
      }
    }

    CxxNode argument() {
      if (argument == null) {
        throw new Malformed();
      }
      return argument;
    }
  }
}
