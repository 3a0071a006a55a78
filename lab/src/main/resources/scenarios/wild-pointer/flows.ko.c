// SPDX-License-Identifier: GPL-2.0
/*
 * A table that keeps a tag in the upper 16 bits of its pointers, where all addresses of the kernel have ones. One place
 * forgets to take the tag off.
 */
#include <linux/slab.h>
#include "lab.h"

#define TAG_SHIFT 48

struct flow {
	u64 packets;
	int state;
};

static u64 slot;

static u64 tagged(struct flow *f, u64 tag)
{
	return ((unsigned long)f & ((1ULL << TAG_SHIFT) - 1)) | tag << TAG_SHIFT;
}

static noinline void flow_count(struct flow *f)
{
	f->packets++;
}

static noinline void flow_hit(int tag)
{
	struct flow *f = kzalloc(sizeof(*f), GFP_KERNEL);

	WRITE_ONCE(slot, tagged(f, tag));
	TRUTH("slot=0x%llx", slot);
	flow_count((struct flow *)(unsigned long)READ_ONCE(slot)); /* wrong: still has its tag */
	pr_info("counted\n");
}

LAB_COMMANDS({ "hit", flow_hit });
