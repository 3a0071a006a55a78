// SPDX-License-Identifier: GPL-2.0
/*
 * A mailbox that is closed while it is still at hand. Nothing poisons its memory; the next letter gets it, and what was a
 * pointer is then part of the letter's text.
 */
#include <linux/slab.h>
#include "lab.h"

#define SIZE 96 /* both kinds of objects come from one slab cache */

struct owner {
	int letters;
};

union object {
	struct mailbox {
		u64 opened;
		struct owner *owner;
	} box;
	char text[SIZE];
};

static struct owner postmaster;
static struct mailbox *at_hand;
static char *letter;

static noinline struct mailbox *mailbox_open(void)
{
	union object *o = kzalloc(sizeof(*o), GFP_KERNEL);

	if (o)
		o->box.owner = &postmaster;
	return &o->box;
}

static noinline int mailbox_count(struct mailbox *box)
{
	return READ_ONCE(box->owner->letters);
}

/* All in one go, so that nobody else gets the memory in between. */
static noinline void mailbox_check(int number)
{
	at_hand = mailbox_open();
	TRUTH("mailbox=%px", at_hand);
	kfree(at_hand); /* wrong: it is used below */
	letter = kmalloc(SIZE, GFP_KERNEL);
	if (letter)
		strscpy(letter, "Dear all, the meeting is on Monday at ten. Yours, the secretary", SIZE);
	TRUTH("letter=%px", letter);
	pr_info("%d letters\n", mailbox_count(READ_ONCE(at_hand)));
}

LAB_COMMANDS({ "check", mailbox_check });
