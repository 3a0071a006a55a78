/// A64, the instruction set of 64-bit Arm: decoder and printer, both driven by tables.
///
/// The tables are text files beside the classes, one row for each encoding, written from the Arm
/// Architecture Reference Manual for A-profile (DDI 0487): a picture of the 32 bits, how an
/// assembler writes it, and what it does. To read them begin with
/// [org.inquest.engine.code.a64.RowText]; to add an instruction add a row, an alias in front of
/// what it is an alias of. [org.inquest.engine.code.a64.Dispatch] finds the row of a word,
/// [org.inquest.engine.code.a64.Form] is a row made ready for work.
@NullMarked
package org.inquest.engine.code.a64;

import org.jspecify.annotations.NullMarked;
