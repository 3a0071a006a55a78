// SPDX-License-Identifier: GPL-2.0
/*
 * A display that a worker redraws. Who closes it makes sure that no drawing goes on any more.
 *
 * Wrong: display_close() waits for the worker with the display's lock held, and the worker needs that lock to get its
 * work done. No lock is held in a circle; what closes it is flush_work().
 */
#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>
#include "lab.h"

static DEFINE_MUTEX(display_lock);
static int frames;

static noinline void display_redraw(struct work_struct *work)
{
	TRUTH("worker.pid=%d", current->pid);
	mutex_lock(&display_lock);
	frames++;
	mutex_unlock(&display_lock);
}

static DECLARE_WORK(redraw_work, display_redraw);

static noinline void display_close(int unused)
{
	mutex_lock(&display_lock);
	TRUTH("%s.holds=%px", current->comm, &display_lock);
	schedule_work(&redraw_work);
	msleep(300); /* the worker begins meanwhile */
	TRUTH("%s.flushes=%px", current->comm, &redraw_work);
	flush_work(&redraw_work);
	mutex_unlock(&display_lock);
}

static noinline void display_open(int unused)
{
	mutex_lock(&display_lock);
	frames = 0;
	mutex_unlock(&display_lock);
}

LAB_COMMANDS({ "close", display_close }, { "open", display_open });
