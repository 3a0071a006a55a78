/// What each CPU was doing: its contexts from the innermost interrupt out to user mode, its
/// interrupt and preemption state, its watchdog. Read [org.inquest.kernel.cpu.CpuState].
@NullMarked
package org.inquest.kernel.cpu;

import org.jspecify.annotations.NullMarked;
