// SPDX-License-Identifier: GPL-2.0
/* Printers of two kinds behind one table of operations. The simple one has nothing to eject, and nobody asks. */
#include "lab.h"

struct printer;

struct printer_operations {
	void (*print)(struct printer *p, int page);
	void (*eject)(struct printer *p);
};

struct printer {
	const struct printer_operations *operations;
	int pages;
};

static void simple_print(struct printer *p, int page)
{
	p->pages += page;
}

static const struct printer_operations simple = { .print = simple_print }; /* .eject is NULL */
static struct printer printer = { .operations = &simple };

static noinline void printer_finish(struct printer *p, int page)
{
	const struct printer_operations *operations = READ_ONCE(p->operations);

	operations->print(p, page);
	operations->eject(p); /* wrong: may be NULL */
	pr_info("%d pages\n", p->pages);
}

static void print_page(int page)
{
	printer_finish(&printer, page);
	pr_info("page %d is out\n", page);
}

LAB_COMMANDS({ "print", print_page });
