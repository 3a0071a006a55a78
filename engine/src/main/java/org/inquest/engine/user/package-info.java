/// Stacks of programs: from a process's registers, memory and mappings to frames, whatever these
/// come from, a dump of a kernel or a profile.
///
/// Read [org.inquest.engine.user.UserUnwinder] first. It asks three small things:
/// [org.inquest.formats.bytes.AddressReader] for the process's memory, which says why bytes are not
/// there; [org.inquest.engine.unwind.Registers] to begin with;
/// [org.inquest.engine.user.ProgramSpace] for what is mapped where. A space made of
/// [org.inquest.engine.user.Mapping]s finds the [org.inquest.engine.user.Program] of each when it
/// is asked for the first time: its ELF file, or several that are of the same build and of which
/// one may have what another lacks. [org.inquest.engine.user.ProgramFiles] looks for them on disk.
///
/// What a machine adds is in [org.inquest.engine.arch.UserStacks].
@NullMarked
package org.inquest.engine.user;

import org.jspecify.annotations.NullMarked;
