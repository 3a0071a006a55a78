// SPDX-License-Identifier: GPL-2.0
/*
 * A cache of what sensors measured. Reading one gives the cached value; a value that is too old is measured anew.
 *
 * Wrong: sensor_read() has the sensor's lock when it calls sensor_refresh(), and that takes it again. As long as the
 * cache is warm nothing happens.
 */
#include <linux/mutex.h>
#include "lab.h"

struct sensor {
	struct mutex lock;
	int degrees;
	bool fresh;
};

static struct sensor sensors[2] = { { .degrees = 21, .fresh = true }, { .fresh = false } };

static noinline void sensor_refresh(struct sensor *s)
{
	TRUTH("%s.wants=%px", current->comm, &s->lock);
	mutex_lock(&s->lock);
	s->degrees = 20;
	s->fresh = true;
	mutex_unlock(&s->lock);
}

static noinline int sensor_read(struct sensor *s)
{
	int degrees;

	TRUTH("%s.reads=%px", current->comm, &s->lock);
	mutex_lock(&s->lock);
	if (!s->fresh)
		sensor_refresh(s);
	degrees = s->degrees;
	mutex_unlock(&s->lock);
	return degrees;
}

static void read_one(int sensor)
{
	pr_info("sensor %d: %d degrees\n", sensor, sensor_read(&sensors[sensor & 1]));
}

static int __init sensors_probe(void)
{
	mutex_init(&sensors[0].lock);
	mutex_init(&sensors[1].lock);
	return 0;
}

LAB_MODULE(sensors_probe, { "read", read_one });
