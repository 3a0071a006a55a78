/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What all modules of scenarios share. It stands beside their sources when they are built.
 *
 * A module is functions and a table of them:
 *
 *	static void transfer(int from) { ... }
 *	static void audit(int account) { ... }
 *
 *	LAB_COMMANDS({ "transfer", transfer }, { "audit", audit });
 *
 * Then `act clerk transfer 1` in run.sh starts a process called clerk that runs transfer(1) as if it were a system call
 * of its own: it writes "transfer 1" to /proc/lab. What shall be visible in a stack trace is marked `noinline`.
 *
 * A module that has something to prepare uses LAB_MODULE(prepare, commands...): `int prepare(void)` is called first, and
 * may be __init; a negative result refuses the module. One module of a guest only can have commands.
 */
#ifndef INQUEST_LAB_H
#define INQUEST_LAB_H

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/semaphore.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/version.h>

/*
 * A fact for the truth file: TRUTH("account.lock=%px", &account.lock). Emergency level, so that it reaches the console
 * whatever the level of that is; %px, because plain %p prints a hash.
 */
#define TRUTH(fmt, ...) pr_emerg("LABTRUTH " fmt "\n", ##__VA_ARGS__)

/*
 * What changed between the kernels we know. A change of name is asked for by version, because the preprocessor sees no
 * functions; where a vendor carried it to an older kernel, the build says so.
 */
#define LAB_SINCE(major, minor) (LINUX_VERSION_CODE >= KERNEL_VERSION(major, minor, 0))

/* 48380368dec1 ("Change DEFINE_SEMAPHORE() to take a number argument"), v6.4 */
#if LAB_SINCE(6, 4)
#define LAB_SEMAPHORE(name, count) DEFINE_SEMAPHORE(name, count)
#else
#define LAB_SEMAPHORE(name, count) struct semaphore name = __SEMAPHORE_INITIALIZER(name, count)
#endif

/* 8fa7292fee5c ("treewide: Switch/rename to timer_delete[_sync]()"), v6.15; both names exist since v6.2 */
#if LAB_SINCE(6, 2)
#define lab_timer_delete(timer) timer_delete(timer)
#define lab_timer_delete_sync(timer) timer_delete_sync(timer)
#else
#define lab_timer_delete(timer) del_timer(timer)
#define lab_timer_delete_sync(timer) del_timer_sync(timer)
#endif

/* 41cb08555c41 ("treewide, timers: Rename from_timer() to timer_container_of()"), v6.16; a macro, so it can be asked for */
#ifdef timer_container_of
#define lab_timer_container(var, timer, member) timer_container_of(var, timer, member)
#else
#define lab_timer_container(var, timer, member) from_timer(var, timer, member)
#endif

struct lab_command {
	const char *name;
	void (*run)(int argument);
};

/* "name" or "name NUMBER"; runs it in the process that writes, and returns when it does. */
static inline ssize_t lab_run(const struct lab_command *commands, size_t many, const char __user *from, size_t size)
{
	char text[64], name[48];
	size_t length = min(size, sizeof(text) - 1), i;
	int argument = 0;

	if (copy_from_user(text, from, length))
		return -EFAULT;
	text[length] = 0;
	if (sscanf(text, "%47s %i", name, &argument) < 1)
		return -EINVAL;
	for (i = 0; i < many; i++) {
		if (strcmp(commands[i].name, name) == 0) {
			commands[i].run(argument);
			return size;
		}
	}
	return -EINVAL;
}

/* d56c0d45f0e2 ("proc: decouple proc from VFS with "struct proc_ops""), v5.6 */
#if LAB_SINCE(5, 6)
#define LAB_PROC_OPS static const struct proc_ops lab_operations = { .proc_write = lab_write }
#else
#include <linux/fs.h>
#define LAB_PROC_OPS \
	static const struct file_operations lab_operations = { .owner = THIS_MODULE, .write = lab_write }
#endif

#define LAB_MODULE(prepare, ...)                                                                        \
	static const struct lab_command lab_commands[] = { __VA_ARGS__ };                               \
	static ssize_t lab_write(struct file *f, const char __user *from, size_t size, loff_t *at)      \
	{                                                                                               \
		return lab_run(lab_commands, ARRAY_SIZE(lab_commands), from, size);                     \
	}                                                                                               \
	LAB_PROC_OPS;                                                                                   \
	static int __init lab_begin(void)                                                               \
	{                                                                                               \
		int refused = prepare();                                                                \
                                                                                                        \
		if (refused)                                                                            \
			return refused;                                                                 \
		return proc_create("lab", 0200, NULL, &lab_operations) ? 0 : -ENOMEM;                   \
	}                                                                                               \
	module_init(lab_begin);                                                                         \
	MODULE_LICENSE("GPL");                                                                          \
	MODULE_DESCRIPTION("a way to break a kernel")

static inline int lab_nothing_to_prepare(void)
{
	return 0;
}

#define LAB_COMMANDS(...) LAB_MODULE(lab_nothing_to_prepare, __VA_ARGS__)

#endif
