// SPDX-License-Identifier: GPL-2.0
/*
 * Settings of a device that many read and few change, behind an rw_semaphore.
 *
 * Wrong: settings_store() waits for the device with the lock held for writing, and without a limit. The device does not
 * answer; the task that is to blame sleeps a second at a time and is no hung task to the kernel, those behind it are.
 */
#include <linux/delay.h>
#include <linux/rwsem.h>
#include "lab.h"

static DECLARE_RWSEM(settings_lock);
static int brightness, device_ready;

static noinline void device_wait(void)
{
	while (!READ_ONCE(device_ready))
		msleep(1000);
}

static noinline void settings_store(int value)
{
	down_write(&settings_lock);
	TRUTH("%s.holds=%px", current->comm, &settings_lock);
	device_wait();
	brightness = value;
	up_write(&settings_lock);
}

static noinline int settings_show(void)
{
	int value;

	down_read(&settings_lock);
	value = brightness;
	up_read(&settings_lock);
	return value;
}

static void show(int unused)
{
	pr_info("brightness %d\n", settings_show());
}

LAB_COMMANDS({ "store", settings_store }, { "show", show });
