// SPDX-License-Identifier: GPL-2.0
/* A list of notes, of the size that the loader asked for, and /proc/swept to read it and add to it. */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/version.h>

struct note {
	struct list_head others;
	unsigned int number;
	char text[32];
};

struct board {
	struct note *last;
	char name[32];
};

/* Large, and from a cache that little else takes from: kmalloc-4k. */
struct line {
	char text[3000];
};

static unsigned int notes = 2;
module_param(notes, uint, 0644);
MODULE_PARM_DESC(notes, "how many notes there are from the beginning");

static char *name = "board";
module_param(name, charp, 0444);
MODULE_PARM_DESC(name, "what the board is called");

static bool leaky;
module_param(leaky, bool, 0444);
MODULE_PARM_DESC(leaky, "forget the line written when a note can't be made: what a search for leaks has to find");

static struct board *board;
static LIST_HEAD(all);
static DEFINE_MUTEX(lock);

static noinline int note_add(unsigned int number)
{
	struct note *note = kzalloc(sizeof(*note), GFP_KERNEL);

	if (!note)
		return -ENOMEM;
	note->number = number;
	snprintf(note->text, sizeof(note->text), "note %u", number);
	mutex_lock(&lock);
	list_add_tail(&note->others, &all);
	board->last = note;
	mutex_unlock(&lock);
	return 0;
}

static void notes_free(void)
{
	struct note *note, *next;

	list_for_each_entry_safe(note, next, &all, others)
		kfree(note);
	INIT_LIST_HEAD(&all);
}

static int notes_show(struct seq_file *out, void *unused)
{
	struct note *note;

	mutex_lock(&lock);
	seq_printf(out, "%s\n", board->name);
	list_for_each_entry(note, &all, others)
		seq_printf(out, "%u %s\n", note->number, note->text);
	mutex_unlock(&lock);
	return 0;
}

static int notes_open(struct inode *inode, struct file *file)
{
	return single_open(file, notes_show, NULL);
}

static ssize_t notes_write(struct file *file, const char __user *from, size_t size, loff_t *at)
{
	struct line *line = kzalloc(sizeof(*line), GFP_KERNEL);
	unsigned int number;
	loff_t begin = 0;
	ssize_t got;
	int error;

	if (!line)
		return -ENOMEM;
	got = simple_write_to_buffer(line->text, sizeof(line->text) - 1, &begin, from, size);
	error = got < 0 ? got : kstrtouint(strim(line->text), 10, &number);
	if (!error)
		error = note_add(number);
	if (!error || !leaky)
		kfree(line);
	return error ? error : got;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 6, 0)
static const struct proc_ops notes_file = {
	.proc_open = notes_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
	.proc_write = notes_write,
};
#else
static const struct file_operations notes_file = {
	.owner = THIS_MODULE,
	.open = notes_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
	.write = notes_write,
};
#endif

static int __init swept_init(void)
{
	unsigned int i;
	int error = 0;

	board = kzalloc(sizeof(*board), GFP_KERNEL);
	if (!board)
		return -ENOMEM;
	strscpy(board->name, name, sizeof(board->name));
	for (i = 0; i < notes && !error; i++)
		error = note_add(i);
	if (!error && !proc_create("swept", 0600, NULL, &notes_file))
		error = -ENOMEM;
	if (error) {
		notes_free();
		kfree(board);
	}
	return error;
}

static void __exit swept_exit(void)
{
	remove_proc_entry("swept", NULL);
	notes_free();
	kfree(board);
}

module_init(swept_init);
module_exit(swept_exit);
MODULE_DESCRIPTION("what the workload modules loads");
MODULE_LICENSE("GPL");
