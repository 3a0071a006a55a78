// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/residency tells a program which of its pages are in memory: a byte a page, as mincore() does.
 *
 * Wrong: residency_read() copies its answer to the program's memory while it still has the program's mmap lock. If the
 * page that it copies to is not there, the page fault takes the same lock again. Both only read, so that works, until
 * another thread of the program asks to write in between (mmap(), mprotect(), ...): the fault queues up behind it, and it
 * waits for residency_read().
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include "lab.h"

static noinline void residency_collect(char *pages, size_t many)
{
	int tries;

	memset(pages, 1, many);
	/* A large program: its other threads go on meanwhile, and sooner or later one of them asks for the lock. */
	for (tries = 0; tries < 600 && !rwsem_is_contended(&current->mm->mmap_lock); tries++)
		msleep(50);
}

static noinline ssize_t residency_read(struct file *file, char __user *to, size_t many, loff_t *at)
{
	char *pages = kzalloc(PAGE_SIZE, GFP_KERNEL);
	unsigned long left;

	if (!pages)
		return -ENOMEM;
	many = min_t(size_t, many, PAGE_SIZE);
	mmap_read_lock(current->mm);
	TRUTH("mmap.lock=%px", &current->mm->mmap_lock);
	residency_collect(pages, many);
	left = copy_to_user(to, pages, many);
	mmap_read_unlock(current->mm);
	kfree(pages);
	return left ? -EFAULT : many;
}

static const struct file_operations residency_operations = { .owner = THIS_MODULE, .read = residency_read };

static struct miscdevice residency = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "residency",
	.fops = &residency_operations,
};

module_misc_device(residency);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("a way to break a kernel");
