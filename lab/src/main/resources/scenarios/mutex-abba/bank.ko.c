// SPDX-License-Identifier: GPL-2.0
/*
 * Money moves between two accounts, each with a lock.
 *
 * Wrong: who transfers takes both locks in the order of the transfer. Two transfers in opposite directions may each
 * take the first of theirs, and then wait for the other's.
 */
#include <linux/delay.h>
#include <linux/mutex.h>
#include "lab.h"

struct account {
	long balance;
	struct mutex lock;
};

static struct account accounts[2];

static noinline void account_transfer(int from, int to)
{
	mutex_lock(&accounts[from].lock);
	TRUTH("%s.holds=%px", current->comm, &accounts[from].lock);
	msleep(1000); /* the other one comes as far as this */
	TRUTH("%s.wants=%px", current->comm, &accounts[to].lock);
	mutex_lock(&accounts[to].lock);
	accounts[from].balance--;
	accounts[to].balance++;
	mutex_unlock(&accounts[to].lock);
	mutex_unlock(&accounts[from].lock);
}

static void transfer_from(int account)
{
	account_transfer(account, 1 - account);
}

static noinline void account_audit(int account)
{
	TRUTH("%s.wants=%px", current->comm, &accounts[account].lock);
	mutex_lock(&accounts[account].lock);
	accounts[account].balance += 0;
	mutex_unlock(&accounts[account].lock);
}

static int __init bank_open(void)
{
	mutex_init(&accounts[0].lock);
	mutex_init(&accounts[1].lock);
	return 0;
}

LAB_MODULE(bank_open, { "transfer-from", transfer_from }, { "audit", account_audit });
