/// x86-64 and 32-bit x86: a decoder made from tables, and printers for AT&T's and Intel's syntax.
///
/// Read [org.inquest.engine.code.x86.X86Decoder] first: three steps, each a class. The instructions
/// are in the `.txt` tables beside these classes, written from Intel's Software Developer's Manual
/// (SDM, volumes 2 and 3) and AMD's AMD64 manual (volumes 3 to 6). A row has four columns:
///
/// ```
/// 66 0F 38 82 /r m        | invpcid     | Gm,Mdq          | bare
/// EVEX.66.0F.W1 58 /r     | vaddpd      | Vx=,Hx,Wx:q     | kz er
/// ```
///
/// 1. The encoding as the SDM writes it: the prefix that selects (`NP` for none), the opcode with
///    its escape bytes or VEX/EVEX fields, then what else must hold: `/r` a ModRM byte follows,
///    `/0` to `/7` its reg field, `m` or `r` it names memory or a register, a second byte: all of
///    it, `W0` `W1`, `o16` `o32` `o64` operand size, `a16`... address size, `only64` `only32`. `+r`
///    fills eight opcodes (or ModRM bytes), `+cc` sixteen with the names of the conditions. What a
///    row does not say does not matter; the row that says most wins.
/// 2. The manual's name.
/// 3. The operands: a letter for the place ([org.inquest.engine.code.x86.Method]), letters for the
///    size ([org.inquest.engine.code.x86.Size]), `/` another size in memory, `:` the element that
///    is broadcast; `=` written, `+` read and written, `!` neither, else read.
/// 4. What else is to be known: flow (`call`, `branch`...), flags (`fr`, `fw`, `frw`), registers
///    used without being operands (`r:`, `w:`, `rw:`), names in the two syntaxes (`att=`, `intel=`,
///    `asm=` for both), and the words of [org.inquest.engine.code.x86.Mark].
///
/// To add an instruction: a row. Two rows that can't be told apart stop the tables' reading. Then a
/// line in the test's `instructions.txt`.
@NullMarked
package org.inquest.engine.code.x86;

import org.jspecify.annotations.NullMarked;
