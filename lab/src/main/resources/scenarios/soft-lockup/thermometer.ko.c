// SPDX-License-Identifier: GPL-2.0
/*
 * A thermometer that announces each new value by a flag in its memory. Reading it waits for the flag, with preemption
 * off, so that the value belongs to the moment of the announcement.
 */
#include <linux/preempt.h>
#include <asm/processor.h>
#include "lab.h"

struct thermometer {
	unsigned int announced;
	int millidegrees;
};

static struct thermometer outdoors;

/* Wrong: a device that has stopped never announces anything, and this CPU does nothing else until it does. */
static noinline void thermometer_wait(struct thermometer *thermometer)
{
	while (!READ_ONCE(thermometer->announced))
		cpu_relax();
}

static noinline void thermometer_read(int unused)
{
	TRUTH("reader.cpu=%d", raw_smp_processor_id());
	/* A kernel that does not count cannot tell that preemption is off. */
	TRUTH("reader.state=%s", IS_ENABLED(CONFIG_PREEMPT_COUNT) ? "preemption is off" : "without scheduling");
	preempt_disable();
	thermometer_wait(&outdoors);
	WRITE_ONCE(outdoors.announced, 0);
	preempt_enable();
}

LAB_COMMANDS({ "read", thermometer_read });
