package org.inquest.diagnose.fault;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.engine.code.flow.TargetFunctions;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Types;
import org.inquest.formats.oops.CodePlace;
import org.inquest.kernel.logged.LoggedKernel;

/// The machine code of the kernel that crashed: in its dump, or in files that are at hand.
///
/// @param functions decoded, by address
/// @param places the address of a line of a stack, as the kernel prints it
/// @param types of the kernel
/// @param target the dump; empty where there are only files
record FaultCode(
    TargetFunctions functions,
    Function<String, OptionalLong> places,
    Optional<Types> types,
    Optional<Target> target) {

  /// Empty where neither dump nor files are there.
  static Optional<FaultCode> of(CrashFacts facts) {
    return facts.target().isPresent()
        ? facts.target().map(FaultCode::ofDump)
        : facts.files().filter(files -> files.image().isPresent()).map(FaultCode::ofFiles);
  }

  private static FaultCode ofDump(Target target) {
    return new FaultCode(
        new TargetFunctions(target),
        text -> FrameLine.running(text).address(target.symbols()),
        Optional.of(target.types()),
        Optional.of(target));
  }

  private static FaultCode ofFiles(LoggedKernel files) {
    return new FaultCode(
        new TargetFunctions(files.functions()),
        text -> CodePlace.parse(text).map(files::address).orElse(OptionalLong.empty()),
        files.types(),
        Optional.empty());
  }

  /// Where a fault's instruction is in this code.
  OptionalLong counter(Fault fault) {
    return target.isPresent() && fault.pc().isPresent() ? fault.pc() : places.apply(fault.at());
  }
}
