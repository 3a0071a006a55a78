// SPDX-License-Identifier: GPL-2.0
/*
 * A plotter with two axes, each behind an rt_mutex, because real-time tasks move them.
 *
 * Wrong: lines are drawn with the x axis taken first, and the pen comes home with the y axis taken first. Priority
 * inheritance is no help: it makes the holder run sooner, and here both holders sleep.
 */
#include <linux/delay.h>
#include <linux/rtmutex.h>
#include "lab.h"

static DEFINE_RT_MUTEX(x_axis);
static DEFINE_RT_MUTEX(y_axis);

static noinline void axes_move(struct rt_mutex *first, struct rt_mutex *second)
{
	rt_mutex_lock(first);
	TRUTH("%s.holds=%px", current->comm, first);
	msleep(1000); /* motors are slow: the other one comes as far as this */
	TRUTH("%s.wants=%px", current->comm, second);
	rt_mutex_lock(second);
	rt_mutex_unlock(second);
	rt_mutex_unlock(first);
}

static void draw(int unused)
{
	axes_move(&x_axis, &y_axis);
}

static void go_home(int unused)
{
	axes_move(&y_axis, &x_axis);
}

LAB_COMMANDS({ "draw", draw }, { "go-home", go_home });
