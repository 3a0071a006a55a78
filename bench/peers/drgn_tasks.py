#!/usr/bin/env python3
"""Print what drgn knows about every task of a vmcore, as lines with tabs, for a test to compare.

    drgn_tasks.py CORE VMLINUX

    T <pid> <tgid> <state letter> <task_struct address> <comm>     a task
    F <pc>                                                         a frame of it, innermost first
    E <what went wrong>                                            the task's stack could not be walked

Inlined frames are left out (they have no address of their own), and so are user addresses.
"""
import sys

import drgn
from drgn import Program
from drgn.helpers.linux.cpumask import for_each_possible_cpu
from drgn.helpers.linux.percpu import per_cpu
from drgn.helpers.linux.pid import for_each_task
from drgn.helpers.linux.sched import task_state_to_char

# A page that is not in the dump, a member that this kernel lacks: neither may cost the other tasks.
PEER_ERRORS = (drgn.FaultError, LookupError, AttributeError, ValueError)


def tasks(prog):
    for cpu in for_each_possible_cpu(prog):
        idle = per_cpu(prog["runqueues"], cpu).idle.read_()
        if idle:
            yield idle
    yield from for_each_task(prog)


def main():
    prog = Program()
    prog.set_core_dump(sys.argv[1])
    prog.load_debug_info([sys.argv[2]])
    for task in tasks(prog):
        try:
            comm = task.comm.string_().decode("utf-8", "replace")
            print("T", task.pid.value_(), task.tgid.value_(), task_state_to_char(task),
                  hex(task.value_()), comm, sep="\t")
        except PEER_ERRORS as e:
            print("E", type(e).__name__, e, sep="\t")
            continue
        try:
            for frame in prog.stack_trace(task):
                if not frame.is_inline and frame.pc >= 1 << 63:
                    print("F", hex(frame.pc), sep="\t")
        except PEER_ERRORS as e:
            print("E", type(e).__name__, e, sep="\t")


main()
