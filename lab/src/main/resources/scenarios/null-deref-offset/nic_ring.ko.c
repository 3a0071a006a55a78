// SPDX-License-Identifier: GPL-2.0
/*
 * A network card's ring of descriptors, as long as the administrator likes. More than the kernel can give in one piece
 * makes kzalloc() fail, which nobody looks at: the length is then written to an offset from NULL.
 */
#include <linux/slab.h>
#include "lab.h"

struct descriptor {
	u64 address;
	u32 length, flags;
};

struct ring {
	u64 doorbell;
	char name[32];
	u32 head, tail;
	u32 slots;
	struct descriptor descriptors[];
};

static struct ring *receive;

static noinline void ring_reset(struct ring *ring, int slots)
{
	WRITE_ONCE(ring->slots, slots); /* the first use of what kzalloc() returned */
	ring->head = ring->tail = 0;
}

static noinline void ring_open(int slots)
{
	TRUTH("slots.offset=%zu", offsetof(struct ring, slots));
	receive = kzalloc(struct_size(receive, descriptors, slots), GFP_KERNEL | __GFP_NOWARN);
	ring_reset(receive, slots); /* wrong: receive may be NULL */
	pr_info("ring of %d slots\n", slots);
}

LAB_COMMANDS({ "open-ring", ring_open });
