// SPDX-License-Identifier: GPL-2.0
/* How wide a menu of menus is, found by recursion. One menu is an entry of itself, by mistake, so the stack ends first. */
#include "lab.h"

struct menu {
	const char *name;
	int entries;
	struct menu *submenu;
};

static struct menu tools = { .name = "tools", .entries = 3 };
static struct menu root = { .name = "root", .entries = 5, .submenu = &tools };

static noinline int menu_width(const struct menu *m)
{
	char line[120];
	int width = snprintf(line, sizeof(line), "%s (%d entries)", m->name, m->entries);

	return m->submenu ? max(width, menu_width(m->submenu)) : width; /* wrong: nothing bounds the depth */
}

static noinline void menu_show(int unused)
{
	tools.submenu = &tools;
	pr_info("%d columns\n", menu_width(&root));
}

LAB_COMMANDS({ "show", menu_show });
