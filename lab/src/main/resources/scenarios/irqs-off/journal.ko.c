// SPDX-License-Identifier: GPL-2.0
/* A journal of events in memory, which a device takes over from time to time. */
#include <linux/spinlock.h>
#include <asm/processor.h>
#include "lab.h"

struct journal {
	spinlock_t lock;
	unsigned int events;
	unsigned int taken; /* the device counts here */
};

static struct journal journal = { .lock = __SPIN_LOCK_UNLOCKED(journal.lock), .events = 1 };

/* Wrong: it waits for the device with the lock held and interrupts off. A device that is stuck stops the CPU. */
static noinline void journal_flush(int unused)
{
	unsigned long flags;

	TRUTH("journal.lock=%px", &journal.lock);
	TRUTH("flusher.cpu=%d", raw_smp_processor_id());
	spin_lock_irqsave(&journal.lock, flags);
	while (READ_ONCE(journal.taken) < journal.events)
		cpu_relax();
	spin_unlock_irqrestore(&journal.lock, flags);
}

/* Its victim, on another CPU. */
static noinline void journal_append(void)
{
	spin_lock(&journal.lock);
	journal.events++;
	spin_unlock(&journal.lock);
}

static void journal_append_many(int events)
{
	TRUTH("writer.cpu=%d", raw_smp_processor_id());
	while (events-- > 0) {
		journal_append();
		cond_resched();
	}
}

LAB_COMMANDS({ "flush", journal_flush }, { "append", journal_append_many });
