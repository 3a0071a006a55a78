// SPDX-License-Identifier: GPL-2.0
/* A battery that reports more than it can hold is worth a warning; the machine is set to stop at the first one. */
#include "lab.h"

struct battery {
	int capacity;
	int charge;
};

static struct battery battery = { .capacity = 100 };

static noinline void battery_check(const struct battery *b)
{
	WARN(b->charge > b->capacity, "charge %d of %d\n", b->charge, b->capacity);
}

static noinline void battery_update(int charge)
{
	battery.charge = charge;
	battery_check(&battery);
	pr_info("charge %d\n", charge);
}

LAB_COMMANDS({ "update", battery_update });
