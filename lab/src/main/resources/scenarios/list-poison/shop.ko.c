// SPDX-License-Identifier: GPL-2.0
/*
 * A shop's open orders. All of them are cancelled in a loop that takes its own ground away: list_del() leaves LIST_POISON1
 * in the entry, and the loop goes on to where that points.
 */
#include <linux/list.h>
#include <linux/slab.h>
#include "lab.h"

struct order {
	u64 customer;
	int number;
	struct list_head open;
};

static LIST_HEAD(orders);

static noinline void order_take(int number)
{
	struct order *o = kzalloc(sizeof(*o), GFP_KERNEL);

	if (!o)
		return;
	o->number = number;
	list_add_tail(&o->open, &orders);
	pr_info("order %d\n", number);
}

static noinline int order_cancel_of(u64 customer)
{
	struct order *o;
	int cancelled = 0;

	list_for_each_entry(o, &orders, open) { /* wrong: only list_for_each_entry_safe() may remove */
		if (READ_ONCE(o->customer) != customer)
			continue;
		list_del(&o->open);
		cancelled++;
	}
	return cancelled;
}

static noinline void order_cancel(int customer)
{
	pr_info("%d orders cancelled\n", order_cancel_of(customer));
}

LAB_COMMANDS({ "take", order_take }, { "cancel", order_cancel });
