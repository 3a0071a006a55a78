/// kdump-compressed dumps, as makedumpfile and QEMU write them (makedumpfile IMPLEMENTATION and
/// diskdump_mod.h).
///
/// ```
/// block 0                 main header          KdumpHeader
/// block 1 ...             sub header           KdumpSubHeader; VMCOREINFO and notes follow it
/// 1 + sub_hdr_size        bitmap 1             the frame exists
/// + bitmap_blocks / 2     bitmap 2             the frame is in the file: FrameBitmap
/// 1 + sub + bitmaps       page descriptors     one for each set bit of bitmap 2
/// then                    page data
/// ```
///
/// Read [org.inquest.formats.dump.kdump.KdumpFormat] first. One file is a
/// [org.inquest.formats.dump.kdump.KdumpPart]; a split dump has several.
@NullMarked
package org.inquest.formats.dump.kdump;

import org.jspecify.annotations.NullMarked;
