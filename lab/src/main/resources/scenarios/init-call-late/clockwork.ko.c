// SPDX-License-Identifier: GPL-2.0
/*
 * A clock that calibrates itself when it starts, and whenever its operation `calibrate` is called later. The function is
 * marked __init, so its memory is given back once the module is loaded.
 */
#include "lab.h"

struct clock_operations {
	int (*calibrate)(int rate);
};

static struct clock_operations operations;

static int __init noinline clock_calibrate(int rate)
{
	return rate * 3 / 2;
}

static noinline void clock_adjust(int rate)
{
	pr_info("rate %d\n", READ_ONCE(operations.calibrate)(rate)); /* wrong: an __init function */
}

static int __init clock_start(void)
{
	operations.calibrate = clock_calibrate;
	TRUTH("calibrate=%px", operations.calibrate);
	pr_info("first rate %d\n", clock_calibrate(1));
	return 0;
}

LAB_MODULE(clock_start, { "adjust", clock_adjust });
