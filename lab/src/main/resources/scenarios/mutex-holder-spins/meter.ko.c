// SPDX-License-Identifier: GPL-2.0
/*
 * A meter that is read through a status register.
 *
 * Wrong: meter_read() polls the register with the lock held and without a limit. It lets others run in between, so no
 * watchdog complains: one CPU is busy, and all who want the lock wait for ever.
 */
#include <linux/mutex.h>
#include <linux/sched.h>
#include "lab.h"

#define METER_READY 1

static DEFINE_MUTEX(meter_lock);
static unsigned int meter_status, meter_value;

static noinline void meter_poll(void)
{
	while (!(READ_ONCE(meter_status) & METER_READY))
		cond_resched();
}

static noinline unsigned int meter_read(void)
{
	unsigned int value;

	TRUTH("%s.wants=%px", current->comm, &meter_lock);
	mutex_lock(&meter_lock);
	meter_poll();
	value = meter_value;
	mutex_unlock(&meter_lock);
	return value;
}

static void read_meter(int unused)
{
	pr_info("%u kWh\n", meter_read());
}

LAB_COMMANDS({ "read", read_meter });
