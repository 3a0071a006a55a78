package org.inquest.engine.expression;

import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.object.KObject;
import org.inquest.engine.type.Type;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;

/// Reads an expression and says what it comes to: names, numbers, `sizeof`, members, elements,
/// pointers followed, addresses, casts, and C's operators with their precedence (ISO C, 6.5).
///
/// ```java
/// Result comm = Expression.evaluate("init_task.parent->comm", scope);
/// ```
///
/// Of variables with one name in several files, one is meant by `'mm/slub.c'::count`, and one
/// inside of a function by `function::count`, as gdb writes it. An address may be typed as dumps
/// show it, without `0x`: sixteen hexadecimal digits.
public final class Expression {
  /// Parentheses and signs in each other: more than a person types.
  private static final int MAX_DEPTH = 64;

  /// Operators by how tightly they bind, the loosest first.
  private static final String[][] LEVELS = {
    {"||"},
    {"&&"},
    {"|"},
    {"^"},
    {"&"},
    {"==", "!="},
    {"<", ">", "<=", ">="},
    {"<<", ">>"},
    {"+", "-"},
    {"*", "/", "%"}
  };

  private static final int ADDRESS_DIGITS = 16;

  private final Scope scope;
  private final Operators operators;
  private final Words words;
  private int depth;

  private Expression(String text, Scope scope) {
    this.scope = scope;
    this.operators = new Operators(scope);
    this.words = new Words(text);
  }

  /// The value of an expression. Of what it comes to in memory, nothing is read.
  ///
  /// @throws UsageError where it is none
  /// @throws org.inquest.formats.fault.InquestException where a name is not known, or memory on the
  ///   way to the value can't be read
  public static Result evaluate(String text, Scope scope) {
    Expression expression = new Expression(text, scope);
    Result result = expression.binary(0);
    if (!expression.words.atEnd()) {
      throw new UsageError("can't be read from " + expression.words.peek() + " on: " + text);
    }
    return result;
  }

  private Result binary(int level) {
    if (level == LEVELS.length) {
      return unary();
    }
    Result left = binary(level + 1);
    for (String operator = operator(level); !operator.isEmpty(); operator = operator(level)) {
      words.next();
      left = operators.binary(operator, left, binary(level + 1));
    }
    return left;
  }

  /// The next word if it is an operator of a level; else empty.
  private String operator(int level) {
    String word = words.peek();
    for (String operator : LEVELS[level]) {
      if (operator.equals(word)) {
        return word;
      }
    }
    return "";
  }

  private Result unary() {
    if (++depth > MAX_DEPTH) {
      throw new UsageError("an expression is nested at most " + MAX_DEPTH + " times");
    }
    try {
      return switch (words.peek()) {
        case "*" -> operators.follow(operand());
        case "&" -> Operators.address(operand());
        case "-", "~", "!", "+" -> Operators.unary(words.next(), unary());
        case "(" -> parentheses();
        case "sizeof" -> size();
        default -> postfix(primary());
      };
    } finally {
      depth--;
    }
  }

  /// What an operator in front belongs to.
  private Result operand() {
    words.next();
    return unary();
  }

  /// A cast, or an expression of its own.
  private Result parentheses() {
    words.expect("(");
    String inside = words.inParentheses();
    Optional<Type> type = type(inside);
    if (type.isPresent()) {
      words.skip(inside);
      return operators.cast(type.get(), unary());
    }
    return postfix(inner());
  }

  private Result inner() {
    Result result = binary(0);
    words.expect(")");
    return result;
  }

  /// A name that is also a variable's is the variable.
  private Optional<Type> type(String text) {
    boolean plainName = !text.isEmpty() && text.chars().allMatch(c -> Words.isPart((char) c));
    boolean number = plainName && Character.isDigit(text.charAt(0));
    return number || plainName && isVariable(text) ? Optional.empty() : scope.type(text.strip());
  }

  private boolean isVariable(String name) {
    return scope.variable("", name).isPresent();
  }

  private Result size() {
    words.next();
    words.expect("(");
    String inside = words.inParentheses();
    Optional<Type> type = type(inside);
    if (type.isPresent()) {
      words.skip(inside);
      return Operators.number(type.get().size(), false);
    }
    return Operators.number(inner().type().size(), false);
  }

  private Result postfix(Result first) {
    Result result = first;
    while (true) {
      if (words.take(".") || words.take("->")) {
        result = operators.member(result, words.next());
      } else if (words.take("[")) {
        long index = Operators.value(binary(0));
        words.expect("]");
        result = operators.element(result, index);
      } else {
        return result;
      }
    }
  }

  private Result primary() {
    String word = words.next();
    if (word.isEmpty()) {
      throw new UsageError("an expression ends too early");
    }
    if (word.startsWith("'")) {
      words.expect("::");
      return variable(word.substring(1, word.length() - 1), words.next());
    }
    if (!Words.isPart(word.charAt(0))) {
      throw new UsageError("a name or number should stand instead of " + word);
    }
    if (Character.isDigit(word.charAt(0))) {
      return number(word);
    }
    return words.take("::") ? variable(word, words.next()) : name(word);
  }

  private Result name(String word) {
    Optional<KObject> variable = scope.variable("", word);
    if (variable.isPresent()) {
      return new Result.Stored(variable.get());
    }
    OptionalLong constant = scope.constant(word);
    if (constant.isPresent()) {
      return Operators.number(constant.getAsLong(), true);
    }
    if (word.length() == ADDRESS_DIGITS && hexadecimal(word, 0).isPresent()) {
      return Operators.number(hexadecimal(word, 0).getAsLong(), false);
    }
    return variable("", word);
  }

  private Result variable(String owner, String name) {
    return new Result.Stored(
        scope
            .variable(owner, name)
            .orElseThrow(() ->
                new NotFound(
                    "variable, function or enumerator",
                    name,
                    owner.isEmpty() ? "the kernel" : owner)));
  }

  /// Decimal, or hexadecimal with `0x`; a number of sixteen digits is an address as dumps show it.
  private static Result number(String word) {
    String plain = word.replaceFirst("(?i)(?<=[0-9a-f])(u?l{0,2}|l{1,2}u)$", "");
    if (plain.startsWith("0x") || plain.startsWith("0X")) {
      return Operators.number(
          hexadecimal(plain, 2).orElseThrow(() -> new UsageError("not a number: " + word)), false);
    }
    if (word.length() == ADDRESS_DIGITS && hexadecimal(word, 0).isPresent()) {
      return Operators.number(hexadecimal(word, 0).getAsLong(), false);
    }
    try {
      return Operators.number(Long.parseLong(plain), true);
    } catch (NumberFormatException e) {
      throw new UsageError("not a number: " + word);
    }
  }

  private static OptionalLong hexadecimal(String word, int from) {
    try {
      return OptionalLong.of(Long.parseUnsignedLong(word, from, word.length(), 16));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
