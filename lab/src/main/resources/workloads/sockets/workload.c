/* Sockets of one machine, one kind a step. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "agent.h"

static int unix_pair(void)
{
	char text[3000];
	int ends[2], error = 0;

	memset(text, 'u', sizeof(text));
	TRY(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	if (send(ends[0], text, sizeof(text), 0) != sizeof(text) || recv(ends[1], text, sizeof(text), MSG_DONTWAIT) < 0)
		error = errno ? errno : EIO;
	close(ends[0]);
	close(ends[1]);
	return error;
}

static int descriptor(void)
{
	char space[CMSG_SPACE(sizeof(int))] = { 0 };
	char byte = 'd';
	struct iovec one = { &byte, 1 };
	struct msghdr message = { .msg_iov = &one, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof(space) };
	struct cmsghdr *control = CMSG_FIRSTHDR(&message);
	int ends[2], error = 0;

	TRY(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends));
	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(control), &ends[0], sizeof(int));
	if (sendmsg(ends[0], &message, 0) < 0 || recvmsg(ends[1], &message, MSG_DONTWAIT) < 0) {
		error = errno;
	} else if ((control = CMSG_FIRSTHDR(&message)) && control->cmsg_type == SCM_RIGHTS) {
		int got;

		memcpy(&got, CMSG_DATA(control), sizeof(int));
		close(got);
	}
	close(ends[0]);
	close(ends[1]);
	return error;
}

static int unix_listener(void)
{
	struct sockaddr_un name = { AF_UNIX, "/tmp/swept" };
	int server = socket(AF_UNIX, SOCK_STREAM, 0), client = -1, peer = -1, error = 0;

	TRY(server);
	if (bind(server, (void *)&name, sizeof(name)) < 0 || listen(server, 4) < 0
	    || (client = socket(AF_UNIX, SOCK_STREAM, 0)) < 0
	    || connect(client, (void *)&name, sizeof(name)) < 0 || (peer = accept4(server, 0, 0, SOCK_NONBLOCK)) < 0)
		error = errno;
	close(peer);
	close(client);
	close(server);
	return error;
}

static int no_socket(void)
{
	unlink("/tmp/swept");
	return 0;
}

static int udp(void)
{
	struct sockaddr_in here = { AF_INET, 0, { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof(here);
	char text[1200] = "";
	struct pollfd ready;
	int one = socket(AF_INET, SOCK_DGRAM, 0), error = 0;

	TRY(one);
	if (bind(one, (void *)&here, sizeof(here)) < 0 || getsockname(one, (void *)&here, &size) < 0
	    || connect(one, (void *)&here, sizeof(here)) < 0 || send(one, text, sizeof(text), 0) < 0) {
		error = errno;
	} else {
		ready = (struct pollfd){ one, POLLIN, 0 };
		/* A datagram may be lost; that is no error of anybody. */
		if (poll(&ready, 1, 200) > 0 && recv(one, text, sizeof(text), MSG_DONTWAIT) < 0)
			error = errno;
	}
	close(one);
	return error;
}

static int tcp(void)
{
	struct sockaddr_in here = { AF_INET, 0, { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof(here);
	char text[4000] = "";
	int server = socket(AF_INET, SOCK_STREAM, 0), client = -1, peer = -1, error = 0;
	struct pollfd ready;

	TRY(server);
	client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (client < 0 || bind(server, (void *)&here, sizeof(here)) < 0 || listen(server, 4) < 0
	    || getsockname(server, (void *)&here, &size) < 0) {
		error = errno;
	} else {
		if (connect(client, (void *)&here, sizeof(here)) < 0 && errno != EINPROGRESS)
			error = errno;
		ready = (struct pollfd){ server, POLLIN, 0 };
		if (!error && poll(&ready, 1, 3000) > 0 && (peer = accept4(server, 0, 0, SOCK_NONBLOCK)) < 0)
			error = errno;
		if (!error && peer >= 0 && (send(client, text, sizeof(text), MSG_NOSIGNAL) < 0))
			error = errno;
		ready = (struct pollfd){ peer, POLLIN, 0 };
		if (!error && peer >= 0 && poll(&ready, 1, 500) > 0 && recv(peer, text, sizeof(text), 0) < 0)
			error = errno;
	}
	close(peer);
	close(client);
	close(server);
	return error;
}

static int options(void)
{
	struct sock_filter all[] = { { 0x06, 0, 0, 0xffff } };
	struct sock_fprog filter = { 1, all };
	struct ip_mreqn group = { { htonl(0xe0000101) }, { htonl(INADDR_LOOPBACK) }, 0 };
	int one = socket(AF_INET, SOCK_DGRAM, 0), error = 0, yes = 1;

	TRY(one);
	if (setsockopt(one, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) < 0
	    || setsockopt(one, SOL_SOCKET, SO_TIMESTAMP, &yes, sizeof(yes)) < 0
	    || setsockopt(one, IPPROTO_IP, IP_RECVERR, &yes, sizeof(yes)) < 0)
		error = errno;
	/* Not every kernel has multicast. */
	else if (setsockopt(one, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group)) < 0 && errno == ENOMEM)
		error = errno;
	close(one);
	return error;
}

static int links(void)
{
	struct { struct nlmsghdr head; struct rtgenmsg body; } ask = {
		{ sizeof(ask), RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 1, 0 }, { AF_UNSPEC }
	};
	char text[8192];
	int one = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), error = 0;

	TRY(one);
	if (send(one, &ask, sizeof(ask), 0) < 0 || recv(one, text, sizeof(text), MSG_DONTWAIT) < 0)
		error = errno;
	close(one);
	return error;
}

static int packets(void)
{
	struct tpacket_req ring = { 4096 * 4, 4, 2048, 32 };
	int one = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)), error = 0;

	if (one < 0 && errno == EAFNOSUPPORT)
		return 0;
	TRY(one);
	if (setsockopt(one, SOL_PACKET, PACKET_RX_RING, &ring, sizeof(ring)) < 0)
		error = errno;
	close(one);
	return error;
}

const struct step steps[] = {
	{ "unix-pair", 0, unix_pair, 0 },
	{ "unix-descriptor", 0, descriptor, 0 },
	{ "unix-listener", no_socket, unix_listener, 0 },
	{ "udp", 0, udp, 0 },
	{ "tcp", 0, tcp, 0 },
	{ "options", 0, options, 0 },
	{ "netlink", 0, links, 0 },
	{ "packet", 0, packets, 0 },
	{ 0 }
};

int prepare(void)
{
	return 0;
}

void check(void)
{
}
