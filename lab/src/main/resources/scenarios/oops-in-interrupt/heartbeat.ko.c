// SPDX-License-Identifier: GPL-2.0
/* A timer shows a machine's heartbeat on a lamp. The lamp is unplugged while the timer runs on. */
#include "lab.h"

struct lamp {
	const char *name;
	int on;
};

static struct lamp front = { .name = "front", .on = 1 };
static struct lamp *lamp = &front;
static struct timer_list beat;

static noinline void lamp_toggle(struct lamp *l)
{
	l->on = !l->on; /* in an interrupt: there is no process to kill */
}

static void heartbeat_beat(struct timer_list *t)
{
	lamp_toggle(READ_ONCE(lamp));
	mod_timer(t, jiffies + HZ / 10);
}

static noinline void lamp_unplug(int unused)
{
	TRUTH("on.offset=%zu", offsetof(struct lamp, on));
	WRITE_ONCE(lamp, NULL); /* wrong: the timer is still running */
}

static int __init heartbeat_start(void)
{
	timer_setup(&beat, heartbeat_beat, 0);
	mod_timer(&beat, jiffies + HZ / 10);
	return 0;
}

LAB_MODULE(heartbeat_start, { "unplug", lamp_unplug });
