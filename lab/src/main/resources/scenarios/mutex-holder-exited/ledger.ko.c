// SPDX-License-Identifier: GPL-2.0
/*
 * A ledger to which amounts are posted.
 *
 * Wrong: the error path of ledger_post() returns with the lock held. The caller gets its -EINVAL and goes home; a mutex
 * stays locked although the task that is named as its owner has ended.
 */
#include <linux/mutex.h>
#include "lab.h"

static DEFINE_MUTEX(ledger_lock);
static long total, postings;

static noinline int ledger_post(int amount)
{
	mutex_lock(&ledger_lock);
	if (amount < 0) {
		TRUTH("%s.left=%px", current->comm, &ledger_lock);
		return -EINVAL; /* and nobody unlocks */
	}
	total += amount;
	postings++;
	mutex_unlock(&ledger_lock);
	return 0;
}

static noinline long ledger_total(void)
{
	long sum;

	mutex_lock(&ledger_lock);
	sum = total;
	mutex_unlock(&ledger_lock);
	return sum;
}

static void post(int amount)
{
	if (ledger_post(amount))
		pr_info("%d can't be posted\n", amount);
}

static void audit(int unused)
{
	pr_info("total %ld\n", ledger_total());
}

LAB_COMMANDS({ "post", post }, { "audit", audit });
