// SPDX-License-Identifier: GPL-2.0
/* A queue of requests that insists on its rule: never more than it has room for. */
#include <linux/bug.h>
#include "lab.h"

struct queue {
	int room;
	int requests;
};

static struct queue queue = { .room = 4 };

static noinline void queue_add(struct queue *q)
{
	q->requests++;
	BUG_ON(q->requests > q->room); /* the caller should have waited */
}

static noinline void queue_fill(int requests)
{
	while (requests-- > 0)
		queue_add(&queue);
	pr_info("%d requests\n", queue.requests);
}

LAB_COMMANDS({ "fill", queue_fill });
