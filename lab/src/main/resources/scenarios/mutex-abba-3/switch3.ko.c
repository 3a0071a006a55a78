// SPDX-License-Identifier: GPL-2.0
/*
 * A switch with three ports in a ring; a frame that comes in at one leaves by the next. Forwarding takes the locks of
 * both, first that of the port where the frame comes in.
 *
 * Wrong: no order holds for all three. Each port's worker may have the lock of its own port, and then all of them wait
 * for the next one's. Any two of them alone would get on well, so tests with two ports never show it.
 */
#include <linux/delay.h>
#include <linux/mutex.h>
#include "lab.h"

struct port {
	unsigned long received, sent;
	struct mutex lock;
};

static struct port ports[3];

static noinline void port_forward(struct port *in, struct port *out)
{
	mutex_lock(&in->lock);
	TRUTH("%s.holds=%px", current->comm, &in->lock);
	in->received++;
	msleep(1000); /* the frame comes in slowly: the others get as far as this */
	TRUTH("%s.wants=%px", current->comm, &out->lock);
	mutex_lock(&out->lock);
	out->sent++;
	mutex_unlock(&out->lock);
	mutex_unlock(&in->lock);
}

static void forward_from(int port)
{
	port_forward(&ports[port % 3], &ports[(port + 1) % 3]);
}

static int __init switch_probe(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ports); i++)
		mutex_init(&ports[i].lock);
	return 0;
}

LAB_MODULE(switch_probe, { "forward-from", forward_from });
