#!/usr/bin/env python3
"""drgn_stacks.py CORE VMLINUX [MODULE.ko ...]: print the stack of every task, nothing else.

For timing only: the least work that answers "where is everybody?". drgn_dump.py also counts
symbols and reads each field under its own guard, which would be unfair to measure."""
import sys

from drgn import FaultError, MissingDebugInfoError, Program
from drgn.helpers.linux.cpumask import for_each_online_cpu
from drgn.helpers.linux.pid import for_each_task
from drgn.helpers.linux.percpu import per_cpu

prog = Program()
prog.set_core_dump(sys.argv[1])
try:
    prog.load_debug_info(sys.argv[2:])
except MissingDebugInfoError:
    pass  # a loaded module without its file
tasks = list(for_each_task(prog))
tasks += [per_cpu(prog["runqueues"], cpu).idle for cpu in for_each_online_cpu(prog)]
for task in tasks:
    print(f"PID {task.pid.value_()} {task.comm.string_().decode(errors='replace')}")
    try:
        print(prog.stack_trace(task))
    except (FaultError, ValueError) as e:
        print(e)
