// SPDX-License-Identifier: GPL-2.0
/*
 * Sessions of users, the last one kept at hand. Logging out frees the session and forgets that it is still at hand. With
 * SLUB's poisoning its members are 0x6b6b6b6b6b6b6b6b by the time they are read.
 */
#include <linux/slab.h>
#include "lab.h"

struct owner {
	int id, logins;
};

struct session {
	u64 started;
	struct owner *owner;
	char terminal[48];
};

static struct owner root;
/* Of its own, so that nobody else is given the freed object: with poisoning SLUB does not merge caches. */
static struct kmem_cache *sessions;
static struct session *at_hand;

static noinline void session_open(int id)
{
	at_hand = kmem_cache_zalloc(sessions, GFP_KERNEL);
	if (at_hand)
		at_hand->owner = &root;
	TRUTH("session=%px", at_hand);
}

static noinline void session_close(int id)
{
	kmem_cache_free(sessions, at_hand); /* wrong: at_hand still leads to it */
	pr_info("session %d is closed\n", id);
}

static noinline int session_count(struct session *s)
{
	return READ_ONCE(s->owner->logins);
}

static noinline void session_show(int id)
{
	pr_info("%d logins\n", session_count(READ_ONCE(at_hand)));
}

static int __init sessions_prepare(void)
{
	sessions = kmem_cache_create("session", sizeof(struct session), 0, 0, NULL);
	return sessions ? 0 : -ENOMEM;
}

LAB_MODULE(sessions_prepare, { "open", session_open }, { "close", session_close }, { "show", session_show });
