/// ELF files beside a dump: which build they are (System V gABI). Sections and debug information
/// come with the debug-info work.
@NullMarked
package org.inquest.formats.elf;

import org.jspecify.annotations.NullMarked;
