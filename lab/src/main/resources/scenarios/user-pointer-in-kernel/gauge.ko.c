// SPDX-License-Identifier: GPL-2.0
/* A request names a buffer of the program that makes it. The driver writes there itself, without copy_to_user(). */
#include "lab.h"

struct reading {
	u64 when;
	int value;
};

static noinline void gauge_fill(struct reading *to)
{
	WRITE_ONCE(to->value, 42); /* wrong: an address of user space */
}

static noinline void gauge_read(int buffer)
{
	TRUTH("value=0x%lx", buffer + offsetof(struct reading, value));
	gauge_fill((struct reading *)(unsigned long)buffer);
	pr_info("read\n");
}

LAB_COMMANDS({ "read", gauge_read });
