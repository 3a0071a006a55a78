// SPDX-License-Identifier: GPL-2.0
/* A supply that is not there is ERR_PTR(-ENODEV), not NULL; who only knows NULL follows it. */
#include <linux/err.h>
#include "lab.h"

struct supply {
	const char *name;
	int microvolts;
	int users;
	struct supply *upstream;
};

static struct supply core_supply = { .name = "core", .microvolts = 900000 };

static noinline struct supply *supply_get(int number)
{
	return number == 0 ? &core_supply : ERR_PTR(-ENODEV);
}

static noinline void supply_enable(struct supply *s)
{
	WRITE_ONCE(s->users, 1);
	pr_info("%s is on\n", s->name);
}

static noinline void supply_switch_on(int number)
{
	struct supply *s = supply_get(number);

	if (!s) /* wrong: IS_ERR(s) */
		return;
	supply_enable(s);
	pr_info("supply %d is on\n", number);
}

LAB_COMMANDS({ "on", supply_switch_on });
