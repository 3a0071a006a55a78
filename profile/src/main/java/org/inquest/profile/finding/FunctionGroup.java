package org.inquest.profile.finding;

import java.util.List;
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
          "(\\.(cold|isra|part|constprop|llvm)(\\.\\d+)*)+$|( \\[clone [^\\]]*\\])+$|@@?[A-Z].*$");

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
    return new FunctionGroup(side, names, binaries, List.of(other));
  }

  /// Whether a function is one of them.
  public boolean has(Function function) {
    return named(function) || others.stream().anyMatch(other -> other.named(function));
  }

  private boolean named(Function function) {
    boolean kernel = function.binary().kind() == Binary.Kind.KERNEL;
    boolean sided = side == Side.BOTH || kernel == (side == Side.KERNEL);
    return sided
        && function.named()
        && names.matcher(SUFFIX.matcher(function.name()).replaceFirst("")).matches()
        && binaries.matcher(function.binary().name()).matches();
  }
}
