/// Machine code: from bytes to instructions that an analysis can ask and a person can read.
///
/// Read [org.inquest.engine.code.Instruction] first, then [org.inquest.engine.code.Decoder]. One
/// instruction object is filled again and again, so that a whole kernel is decoded without
/// allocating:
///
/// ```java
/// Isa isa = Isas.of(62);
/// Instruction insn = isa.decoder().newInstruction();
/// for (int at = from; at < to; at += Math.max(1, insn.length())) {
///   if (isa.decoder().decode(text, at, to, base + at, insn) > 0 && insn.flow() == Flow.CALL) {
///     callees.add(insn.target());
///   }
/// }
/// ```
///
/// To add a machine: a package of its own with a [org.inquest.engine.code.Decoder], at least one
/// [org.inquest.engine.code.Printer] and an [org.inquest.engine.code.Isa] that has both; then name
/// it in [org.inquest.engine.code.Isas].
@NullMarked
package org.inquest.engine.code;

import org.jspecify.annotations.NullMarked;
