// SPDX-License-Identifier: GPL-2.0
/* Statistics are uploaded by a worker, a little later. By then the connection is closed. */
#include <linux/workqueue.h>
#include "lab.h"

struct connection {
	int socket;
	u64 sent;
};

static struct connection uplink;
static struct connection *connection = &uplink;

static noinline void connection_send(struct connection *c, int bytes)
{
	c->sent += bytes;
}

static void upload_statistics(struct work_struct *work)
{
	TRUTH("worker=%s", current->comm);
	TRUTH("worker.pid=%d", current->pid);
	connection_send(READ_ONCE(connection), 100);
	pr_info("uploaded\n");
}

static DECLARE_DELAYED_WORK(upload, upload_statistics);

static noinline void connection_close(int unused)
{
	TRUTH("sent.offset=%zu", offsetof(struct connection, sent));
	schedule_delayed_work(&upload, HZ / 10);
	WRITE_ONCE(connection, NULL); /* wrong: cancel_delayed_work_sync() first */
}

LAB_COMMANDS({ "close", connection_close });
