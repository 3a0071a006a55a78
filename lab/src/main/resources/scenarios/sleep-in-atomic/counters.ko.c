// SPDX-License-Identifier: GPL-2.0
/* A driver waits for its device with a spinlock held, so that the scheduler is called where it must not be. */
#include <linux/delay.h>
#include <linux/spinlock.h>
#include "lab.h"

static DEFINE_SPINLOCK(counter_lock);
static int count;

static noinline void device_settle(void)
{
	msleep(20);
	pr_info("settled\n");
}

static noinline void counter_reset(int value)
{
	spin_lock(&counter_lock);
	count = value;
	device_settle(); /* wrong: sleeps */
	spin_unlock(&counter_lock);
}

LAB_COMMANDS({ "reset", counter_reset });
