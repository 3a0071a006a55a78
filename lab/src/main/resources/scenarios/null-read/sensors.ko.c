// SPDX-License-Identifier: GPL-2.0
/* Temperature sensors by number. A number that no sensor has gives NULL, which the reader does not expect. */
#include <linux/list.h>
#include "lab.h"

struct sensor {
	int id;
	struct list_head others;
	long millidegrees;
};

static LIST_HEAD(sensors);
static struct sensor cpu_sensor = { .id = 1, .millidegrees = 42000 };

static noinline struct sensor *sensor_find(int id)
{
	struct sensor *s;

	list_for_each_entry(s, &sensors, others)
		if (s->id == id)
			return s;
	return NULL;
}

static noinline long sensor_read(int id)
{
	struct sensor *s = sensor_find(id);

	return READ_ONCE(s->millidegrees); /* wrong: there may be no such sensor */
}

static noinline void sensor_show(int id)
{
	TRUTH("millidegrees.offset=%zu", offsetof(struct sensor, millidegrees));
	pr_info("sensor %d: %ld\n", id, sensor_read(id));
}

static int __init sensors_probe(void)
{
	list_add(&cpu_sensor.others, &sensors);
	return 0;
}

LAB_MODULE(sensors_probe, { "show", sensor_show });
