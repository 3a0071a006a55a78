// SPDX-License-Identifier: GPL-2.0
/*
 * A table of routes that many read and few change, behind an rw_semaphore. A route may lead over a gateway, whose own
 * route has to be found first.
 *
 * Wrong: route_find() has the lock for reading when it calls gateway_port(), and that takes it for reading again.
 * Readers may share a lock, so this works until somebody asks to write in between: then the second down_read() queues
 * up behind the writer, and the writer waits for the first one to end.
 */
#include <linux/delay.h>
#include <linux/rwsem.h>
#include "lab.h"

struct route {
	int gateway; /* 0: none, it is reached through the port */
	int port;
};

static DECLARE_RWSEM(routes_lock);
static struct route routes[] = { { 0, 0 }, { 0, 7 }, { 1, 0 }, { 1, 0 } };

static noinline int gateway_port(int gateway)
{
	int port;

	down_read(&routes_lock);
	port = routes[gateway].port;
	up_read(&routes_lock);
	return port;
}

static noinline int route_find(int to)
{
	int port;

	down_read(&routes_lock);
	TRUTH("%s.reads=%px", current->comm, &routes_lock);
	msleep(1000); /* a long table: somebody asks to write meanwhile */
	port = routes[to].gateway ? gateway_port(routes[to].gateway) : routes[to].port;
	up_read(&routes_lock);
	return port;
}

static noinline void route_change(int to, int port)
{
	TRUTH("%s.writes=%px", current->comm, &routes_lock);
	down_write(&routes_lock);
	routes[to].port = port;
	up_write(&routes_lock);
}

static void find(int to)
{
	pr_info("%d is reached through port %d\n", to, route_find(to % 4));
}

static void change(int to)
{
	route_change(to % 4, 8);
}

LAB_COMMANDS({ "find", find }, { "change", change });
