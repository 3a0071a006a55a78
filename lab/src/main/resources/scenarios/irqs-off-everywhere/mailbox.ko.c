// SPDX-License-Identifier: GPL-2.0
/* A mailbox between two CPUs. Interrupt handlers post, too, so its lock is taken with interrupts off. */
#include <linux/spinlock.h>
#include <asm/processor.h>
#include "lab.h"

struct mailbox {
	spinlock_t lock;
	unsigned int posted;
	unsigned int collected;
};

static struct mailbox mailbox = { .lock = __SPIN_LOCK_UNLOCKED(mailbox.lock) };

static noinline void mailbox_post(void)
{
	unsigned long flags;

	spin_lock_irqsave(&mailbox.lock, flags);
	mailbox.posted++;
	spin_unlock_irqrestore(&mailbox.lock, flags);
}

static void post(int letters)
{
	while (letters-- > 0) {
		mailbox_post();
		cond_resched();
	}
}

/* Wrong: whoever posts needs the lock that is held here until somebody posts. Then no CPU takes interrupts any more. */
static noinline void mailbox_wait(int unused)
{
	unsigned long flags;

	TRUTH("mailbox.lock=%px", &mailbox.lock);
	spin_lock_irqsave(&mailbox.lock, flags);
	mailbox.collected = mailbox.posted;
	while (READ_ONCE(mailbox.posted) == mailbox.collected)
		cpu_relax();
	spin_unlock_irqrestore(&mailbox.lock, flags);
}

LAB_COMMANDS({ "post", post }, { "wait", mailbox_wait });
