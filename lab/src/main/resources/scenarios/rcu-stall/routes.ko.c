// SPDX-License-Identifier: GPL-2.0
/* Routes in a list that is read under RCU. */
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include "lab.h"

struct route {
	struct route __rcu *next;
	unsigned int network;
};

static struct route __rcu *routes;

static int route_add(unsigned int network)
{
	struct route *route = kzalloc(sizeof(*route), GFP_KERNEL);

	if (!route)
		return -ENOMEM;
	route->network = network;
	rcu_assign_pointer(route->next, rcu_dereference_protected(routes, true));
	rcu_assign_pointer(routes, route);
	return 0;
}

/* Wrong: the route that is moved to the end is not taken out at the front, so the list becomes a ring. */
static void route_move_to_end(void)
{
	struct route *first = rcu_dereference_protected(routes, true), *last = first;

	while (rcu_dereference_protected(last->next, true))
		last = rcu_dereference_protected(last->next, true);
	rcu_assign_pointer(last->next, first);
}

/* Its victim goes round and round; no grace period of RCU can end any more. */
static noinline void route_find(int network)
{
	struct route *route;

	TRUTH("reader.cpu=%d", raw_smp_processor_id());
	rcu_read_lock();
	for (route = rcu_dereference(routes); route; route = rcu_dereference(route->next))
		if (route->network == network)
			break;
	rcu_read_unlock();
	pr_info("a route to %d %s\n", network, route ? "exists" : "does not exist");
}

/* Another victim: what is taken out may be freed when no reader can see it any more, so this waits for the first. */
static void route_refresh(int times)
{
	while (times-- > 0)
		synchronize_rcu();
}

static int __init routes_begin(void)
{
	int network, refused = 0;

	for (network = 1; network <= 3 && !refused; network++)
		refused = route_add(network);
	if (!refused)
		route_move_to_end();
	return refused;
}

LAB_MODULE(routes_begin, { "find", route_find }, { "refresh", route_refresh });
