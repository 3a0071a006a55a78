#!/usr/bin/env python3
"""Print what drgn knows about the local variables of every task's frames, as lines with tabs, for a
test to compare.

    drgn_locals.py CORE VMLINUX

    T <task_struct address>                 a task
    F <pc> <1 if inlined>                   a frame of it, innermost first
    L <name> <value>                        a variable in scope there: its first 64 bytes in
                                            hexadecimal, `absent`, `fault` or `error`
"""
import sys

import drgn
from drgn import Program
from drgn.helpers.linux.cpumask import for_each_possible_cpu
from drgn.helpers.linux.percpu import per_cpu
from drgn.helpers.linux.pid import for_each_task

# A page that is not in the dump, a thing that drgn does not know: neither may cost the others.
PEER_ERRORS = (drgn.FaultError, LookupError, AttributeError, ValueError, TypeError,
               NotImplementedError)


def tasks(prog):
    for cpu in for_each_possible_cpu(prog):
        idle = per_cpu(prog["runqueues"], cpu).idle.read_()
        if idle:
            yield idle
    yield from for_each_task(prog)


def value(frame, name):
    try:
        variable = frame[name]
        return "absent" if variable.absent_ else variable.to_bytes_()[:64].hex()
    except drgn.FaultError:
        return "fault"
    except PEER_ERRORS:
        return "error"


def main():
    prog = Program()
    prog.set_core_dump(sys.argv[1])
    try:
        prog.load_debug_info(sys.argv[2:])
    except drgn.MissingDebugInfoError:
        pass  # modules
    for task in tasks(prog):
        print(f"T\t{task.value_():x}")
        try:
            trace = prog.stack_trace(task)
        except PEER_ERRORS:
            continue
        for frame in trace:
            try:
                print(f"F\t{frame.pc:x}\t{frame.is_inline:d}")
                names = frame.locals()
            except PEER_ERRORS:
                continue
            for name in names:
                print(f"L\t{name}\t{value(frame, name)}")


main()
