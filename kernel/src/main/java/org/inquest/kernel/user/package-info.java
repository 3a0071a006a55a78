/// Processes: their memory, the programs and libraries mapped in them, the stacks of these.
///
/// Read [org.inquest.kernel.user.UserStacks] first, which walks a task's stack;
/// [org.inquest.kernel.user.ProcessMemory] reads what the process would, from its page tables and
/// from the page cache; [org.inquest.kernel.user.Process] says what is mapped where, and
/// [org.inquest.kernel.user.Programs] finds the ELF files of what is mapped, in the dump and on
/// disk. The walk itself is [org.inquest.engine.user.UserUnwinder]'s, which knows no kernel.
@NullMarked
package org.inquest.kernel.user;

import org.jspecify.annotations.NullMarked;
