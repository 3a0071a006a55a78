// SPDX-License-Identifier: GPL-2.0
/* The average of a meter's samples, asked for before there is one. */
#include "lab.h"

struct meter {
	int sum;
	int samples;
};

static struct meter power;

static noinline int meter_average(const struct meter *m)
{
	return READ_ONCE(m->sum) / READ_ONCE(m->samples); /* wrong: samples may be 0 */
}

static noinline void meter_show(int unused)
{
	pr_info("on average %d\n", meter_average(&power));
}

LAB_COMMANDS({ "show", meter_show });
