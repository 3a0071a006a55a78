/// Crash dump containers: which file this is, and the physical pages and notes in it.
///
/// Read [org.inquest.formats.dump.DumpFormat] first (probe and open), then
/// [org.inquest.formats.dump.PhysicalPages]. A container knows page frame numbers and notes; it
/// knows no virtual address, no symbol and no kernel. To add a format: one class implementing
/// `DumpFormat` in a package of its own, named in [org.inquest.formats.dump.DumpFormats].
@NullMarked
package org.inquest.formats.dump;

import org.jspecify.annotations.NullMarked;
