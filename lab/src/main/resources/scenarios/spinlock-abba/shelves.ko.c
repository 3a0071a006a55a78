// SPDX-License-Identifier: GPL-2.0
/* Goods move between two shelves, each with a spinlock. Who moves takes both locks, in the order of the move. */
#include <linux/atomic.h>
#include <linux/spinlock.h>
#include <asm/processor.h>
#include "lab.h"

struct shelf {
	spinlock_t lock;
	int goods;
};

static struct shelf shelves[2] = {
	{ .lock = __SPIN_LOCK_UNLOCKED(shelves[0].lock) },
	{ .lock = __SPIN_LOCK_UNLOCKED(shelves[1].lock) },
};

/* What chance does in real life: both are past their first lock before either goes on. */
static void meet(void)
{
	static atomic_t arrived;

	atomic_inc(&arrived);
	while (atomic_read(&arrived) < 2)
		cpu_relax();
}

/* Wrong: another move in the other direction takes the same two locks in the other order. */
static noinline void shelf_move(struct shelf *from, struct shelf *to)
{
	spin_lock(&from->lock);
	TRUTH("%s.holds=%px", current->comm, &from->lock);
	TRUTH("%s.wants=%px", current->comm, &to->lock);
	TRUTH("%s.cpu=%d", current->comm, raw_smp_processor_id());
	meet();
	spin_lock(&to->lock);
	from->goods--;
	to->goods++;
	spin_unlock(&to->lock);
	spin_unlock(&from->lock);
}

static void move_from(int shelf)
{
	shelf_move(&shelves[shelf], &shelves[1 - shelf]);
}

LAB_COMMANDS({ "move-from", move_from });
