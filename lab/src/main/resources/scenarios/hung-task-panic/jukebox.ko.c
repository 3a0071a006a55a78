// SPDX-License-Identifier: GPL-2.0
/*
 * A jukebox: a shelf of records and a player, each with a lock.
 *
 * Wrong: to play a record one takes the player, then the shelf; to put a record back, the shelf, then the player. The
 * kernel's own watchdog of sleeping tasks, khungtaskd, finds the two and panics as it was told to.
 */
#include <linux/delay.h>
#include <linux/mutex.h>
#include "lab.h"

static DEFINE_MUTEX(player_lock);
static DEFINE_MUTEX(shelf_lock);
static int on_shelf = 40, playing;

static noinline void record_play(int unused)
{
	mutex_lock(&player_lock);
	TRUTH("%s.holds=%px", current->comm, &player_lock);
	msleep(1000); /* the other one comes as far as this */
	mutex_lock(&shelf_lock);
	on_shelf--;
	playing++;
	mutex_unlock(&shelf_lock);
	mutex_unlock(&player_lock);
}

static noinline void record_return(int unused)
{
	mutex_lock(&shelf_lock);
	TRUTH("%s.holds=%px", current->comm, &shelf_lock);
	msleep(1000);
	mutex_lock(&player_lock);
	playing--;
	on_shelf++;
	mutex_unlock(&player_lock);
	mutex_unlock(&shelf_lock);
}

LAB_COMMANDS({ "play", record_play }, { "return", record_return });
