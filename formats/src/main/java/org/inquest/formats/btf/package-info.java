/// BTF, the kernel's own type information (include/uapi/linux/btf.h), read lazily from its raw bytes.
@NullMarked
package org.inquest.formats.btf;

import org.jspecify.annotations.NullMarked;
