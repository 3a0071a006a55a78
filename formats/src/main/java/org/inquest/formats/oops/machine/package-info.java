/// What a report says of the CPU it was made on, in the words of each machine: registers, program
/// counter, error code, code.
///
/// Read [org.inquest.formats.oops.machine.CpuState] first. To add a machine: a constant of
/// [org.inquest.formats.oops.machine.Processor] with its words, and what its lines look like where
/// they are no `name: value` pairs in [org.inquest.formats.oops.machine.CpuStateReader].
@NullMarked
package org.inquest.formats.oops.machine;

import org.jspecify.annotations.NullMarked;
