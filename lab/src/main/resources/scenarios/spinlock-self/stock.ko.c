// SPDX-License-Identifier: GPL-2.0
/* A stock of goods under one spinlock. Whoever takes from it wants to know what is left. */
#include <linux/spinlock.h>
#include "lab.h"

static struct stock {
	spinlock_t lock;
	int goods;
} stock = { .lock = __SPIN_LOCK_UNLOCKED(stock.lock), .goods = 100 };

static noinline int stock_count(void)
{
	int goods;

	spin_lock(&stock.lock);
	goods = stock.goods;
	spin_unlock(&stock.lock);
	return goods;
}

/* Wrong: stock_count() takes the lock itself, and a spinlock does not know that its holder asks again. */
static noinline void stock_take(int goods)
{
	TRUTH("stock.lock=%px", &stock.lock);
	TRUTH("taker.cpu=%d", raw_smp_processor_id());
	spin_lock(&stock.lock);
	stock.goods -= goods;
	pr_info("%d left\n", stock_count());
	spin_unlock(&stock.lock);
}

LAB_COMMANDS({ "take", stock_take });
