// SPDX-License-Identifier: GPL-2.0
/* A packet sniffer that keeps every packet it sees for a reader who never comes. */
#include <linux/list.h>
#include <linux/slab.h>
#include "lab.h"

struct packet {
	struct list_head unread;
	char bytes[1000];
};

static LIST_HEAD(unread);

static noinline void packet_keep(struct packet *p)
{
	list_add(&p->unread, &unread); /* wrong: nothing bounds this list */
}

static noinline void sniff(int unused)
{
	struct packet *p;

	TRUTH("cache=kmalloc-1k");
	while ((p = kmalloc(sizeof(*p), GFP_KERNEL)))
		packet_keep(p);
}

LAB_COMMANDS({ "start", sniff });
