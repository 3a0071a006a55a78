/// ELF files: a vmlinux, modules, programs and libraries (System V gABI, psABIs).
///
/// Read [org.inquest.formats.elf.ElfFile] first. Tables are views that decode an entry when it is
/// asked for; a dump's ELF container is [org.inquest.formats.dump]'s matter.
@NullMarked
package org.inquest.formats.elf;

import org.jspecify.annotations.NullMarked;
