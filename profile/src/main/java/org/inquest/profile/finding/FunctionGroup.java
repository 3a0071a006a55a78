package org.inquest.profile.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.inquest.profile.model.Binary;
import org.inquest.profile.model.Function;

/// Functions that do one kind of work.
///
/// @param side whose they are
/// @param names a regular expression for a whole name, without what compilers append (`.cold`,
///   `.isra.0`) and a version (`@@GLIBC_2.2`)
/// @param binaries a regular expression for the binary's name
/// @param others functions that belong to them, too
public record FunctionGroup(
    Side side, Pattern names, Pattern binaries, List<FunctionGroup> others) {
  public FunctionGroup {
    others = List.copyOf(others);
  }

  /// Whose functions.
  public enum Side {
    /// The kernel's.
    KERNEL,
    /// Programs' and libraries'.
    USER,
    /// Either.
    BOTH
  }

  private static final Pattern SUFFIX =
      Pattern.compile(
          "(\\.(cold|isra|part|constprop|llvm|lto_priv)(\\.\\d+)*)+$|( \\[clone [^\\]]*\\])+$|@@?[A-Z].*$");

  /// Functions of the kernel.
  static FunctionGroup kernel(String names) {
    return new FunctionGroup(Side.KERNEL, Pattern.compile(names), Pattern.compile(".*"), List.of());
  }

  /// Functions of programs and libraries.
  static FunctionGroup user(String names, String binaries) {
    return new FunctionGroup(
        Side.USER, Pattern.compile(names), Pattern.compile(binaries), List.of());
  }

  /// Functions that kernel and programs have alike.
  static FunctionGroup both(String names) {
    return new FunctionGroup(Side.BOTH, Pattern.compile(names), Pattern.compile(".*"), List.of());
  }

  /// These and others.
  FunctionGroup or(FunctionGroup other) {
    List<FunctionGroup> all = new ArrayList<>(others);
    all.add(other);
    return new FunctionGroup(side, names, binaries, all);
  }

  /// Whether a function is one of them.
  public boolean has(Function function) {
    return function.named()
        && any(one -> one.sided(function) && one.knows(function.name(), function.binary().name()));
  }

  /// Whether a function of that name in a binary of that name is one of them, on the right side.
  boolean has(String name, String binary) {
    return any(one -> one.knows(name, binary));
  }

  /// Whether a function without a name could be one of them.
  boolean mayHave(Function function) {
    return any(
        one -> one.sided(function) && one.binaries.matcher(function.binary().name()).matches());
  }

  private boolean any(Predicate<FunctionGroup> test) {
    return test.test(this) || others.stream().anyMatch(test);
  }

  private boolean sided(Function function) {
    return side == Side.BOTH
        || (side == Side.KERNEL) == (function.binary().kind() == Binary.Kind.KERNEL);
  }

  private boolean knows(String name, String binary) {
    return names.matcher(SUFFIX.matcher(name).replaceFirst("")).matches()
        && binaries.matcher(binary).matches();
  }
}
