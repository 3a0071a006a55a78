// SPDX-License-Identifier: GPL-2.0
/*
 * Two channels of a DMA engine; a counting semaphore says how many are free.
 *
 * Wrong: a transfer of no bytes returns early, and its channel is not given back. After two of those nobody ever gets
 * a channel again. A semaphore has no owner: nothing in it says who took what was not given back.
 */
#include <linux/semaphore.h>
#include "lab.h"

static LAB_SEMAPHORE(free_channels, 2);
static unsigned long moved;

static noinline int dma_transfer(int bytes)
{
	down(&free_channels);
	if (bytes <= 0)
		return -EINVAL; /* without up() */
	moved += bytes;
	up(&free_channels);
	return 0;
}

static void transfer(int bytes)
{
	TRUTH("%s.takes=%px", current->comm, &free_channels);
	if (dma_transfer(bytes))
		pr_info("nothing to move\n");
}

LAB_COMMANDS({ "transfer", transfer });
