/// BTF, the kernel's own type information (include/uapi/linux/btf.h), read lazily from its raw
/// bytes.
///
/// Read [org.inquest.formats.btf.Btf] first. This package answers in ids, kinds and numbers, as the
/// file does; C types that a person would recognise are made of them in `org.inquest.engine.type`.
@NullMarked
package org.inquest.formats.btf;

import org.jspecify.annotations.NullMarked;
