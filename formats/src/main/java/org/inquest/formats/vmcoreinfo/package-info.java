/// VMCOREINFO: `key=value` lines that a kernel leaves for those who read its dump
/// (kernel/vmcore_info.c).
@NullMarked
package org.inquest.formats.vmcoreinfo;

import org.jspecify.annotations.NullMarked;
