// SPDX-License-Identifier: GPL-2.0
/* A parcel that cannot be delivered is thrown away by the courier, and again by who sent it. */
#include <linux/slab.h>
#include "lab.h"

struct parcel {
	int number;
	char label[60];
};

static noinline int parcel_deliver(struct parcel *p)
{
	kfree(p); /* nobody at home */
	return -ENOENT;
}

static noinline void parcel_send(int number)
{
	struct parcel *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return;
	TRUTH("parcel=%px", p);
	p->number = number;
	if (parcel_deliver(p) < 0)
		kfree(p); /* wrong: parcel_deliver() did */
	pr_info("parcel %d has gone\n", number);
}

LAB_COMMANDS({ "send", parcel_send });
