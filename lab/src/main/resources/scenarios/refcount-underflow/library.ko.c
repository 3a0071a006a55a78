// SPDX-License-Identifier: GPL-2.0
/* A library's book counts its readers. One who gives it back twice makes the count go below zero. */
#include <linux/refcount.h>
#include "lab.h"

struct book {
	refcount_t readers;
	int loans;
	char title[40];
};

static struct book book = { .readers = REFCOUNT_INIT(1), .title = "Kernel Hacks" };

static noinline void book_give_back(struct book *b)
{
	if (refcount_dec_and_test(&b->readers))
		pr_info("'%s' is back on the shelf\n", b->title);
	b->loans++;
}

static noinline void reader_leave(int times)
{
	TRUTH("readers=%px", &book.readers);
	while (times-- > 0)
		book_give_back(&book); /* wrong: there is one reference only */
	pr_info("the reader has left\n");
}

LAB_COMMANDS({ "leave", reader_leave });
