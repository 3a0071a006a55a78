/// What an oops means that only a log's text has left: no dump, no vmlinux, no symbols.
///
/// Read [org.inquest.diagnose.oops.LoggedFault] first, which is all that is known; then
/// [org.inquest.diagnose.oops.OopsExplanation], which puts the answers together:
///
/// | question | answered by |
/// |---|---|
/// | which instruction, what is around it | [org.inquest.engine.code.window.CodeWindow] |
/// | which address, through which register | [org.inquest.diagnose.oops.FaultOperand] |
/// | what do the registers hold | [org.inquest.diagnose.value.Value] |
/// | where did the bad register come from | [org.inquest.engine.code.window.ValueSource] |
/// | which stack | [org.inquest.diagnose.oops.StackPlace] |
/// | was it freed init code | [org.inquest.diagnose.oops.InitFromText] |
/// | which member, where types are at hand | [org.inquest.diagnose.oops.MemberNames] |
///
/// The parts that know instruction sets only stand in `engine.code.window`. Faults of dumps are
/// explained by `diagnose.fault`, which can read memory and follow values through whole functions.
/// A new question is a class of its own here and a paragraph in the explanation.
@NullMarked
package org.inquest.diagnose.oops;

import org.jspecify.annotations.NullMarked;
