#!/usr/bin/env python3
"""drgn_layouts.py VMLINUX NAMES: print how the structs and unions named in a file are laid out.

One line for each name that drgn knows: the name, its size, and for each member its name, offset in
bits, width in bits (0 unless it is a bit-field) and the size of its type, "-" where drgn has none.
Members of anonymous structs and unions are listed as the outer one's, as C finds them."""
import sys

import drgn


def members(type_, base, out):
    for member in type_.members or ():
        at = base + member.bit_offset
        if member.name is None:
            inner = member.type
            while inner.kind in (drgn.TypeKind.TYPEDEF, drgn.TypeKind.ARRAY):
                inner = inner.type
            members(inner, at, out)
        else:
            try:
                size = drgn.sizeof(member.type)
            except TypeError:
                size = "-"
            out.append(f"{member.name}:{at}:{member.bit_field_size or 0}:{size}")


prog = drgn.Program()
# No core dump: the file is a module of its own.
prog.extra_module("vmlinux", create=True).try_file(sys.argv[1], force=True)
for name in open(sys.argv[2]).read().splitlines():
    try:
        type_ = prog.type(name)
    except (LookupError, SyntaxError):  # SyntaxError: a name of Rust
        continue
    if type_.size is None:
        continue
    found = []
    members(type_, 0, found)
    print("\t".join([name, str(type_.size)] + found))
