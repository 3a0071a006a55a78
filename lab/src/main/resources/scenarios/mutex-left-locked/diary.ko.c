// SPDX-License-Identifier: GPL-2.0
/*
 * A diary that one writes and others read.
 *
 * Wrong: a page that is full is not written, and diary_write() returns with the lock held. The writer goes on in user
 * mode, busy with something else, and looks innocent: it is in no system call, and uses its CPU as programs do.
 */
#include <linux/mutex.h>
#include "lab.h"

#define PAGE_LINES 3

static DEFINE_MUTEX(diary_lock);
static int lines;

static noinline int diary_write(int more)
{
	mutex_lock(&diary_lock);
	if (lines + more > PAGE_LINES) {
		TRUTH("%s.left=%px", current->comm, &diary_lock);
		return -ENOSPC; /* and nobody unlocks */
	}
	lines += more;
	mutex_unlock(&diary_lock);
	return 0;
}

static noinline int diary_read(void)
{
	int known;

	mutex_lock(&diary_lock);
	known = lines;
	mutex_unlock(&diary_lock);
	return known;
}

static void write_lines(int more)
{
	diary_write(more);
}

static void read_lines(int unused)
{
	pr_info("%d lines\n", diary_read());
}

LAB_COMMANDS({ "write", write_lines }, { "read", read_lines });
