/* Stressors of stress-ng that end by themselves after a few operations. */
#include "agent.h"

/* EXIT_NOT_IMPLEMENTED of stress-ng (its manual page, EXIT STATUS). */
#define NOT_IMPLEMENTED 4

static int stress(const char *stressor, const char *operations, const char *count)
{
	const char *const argv[] = {
		"/sbin/stress-ng", "--quiet", "--temp-path", "/tmp", "--timeout", "5", stressor, "1", operations, count, 0
	};

	return become(argv);
}

#define STRESSOR(function, name, count) \
	static int function(void) { return stress("--" name, "--" name "-ops", count); }

STRESSOR(dentry, "dentry", "64")
STRESSOR(epoll, "epoll", "16")
STRESSOR(eventfd, "eventfd", "16")
STRESSOR(forks, "fork", "4")
STRESSOR(futex, "futex", "32")
STRESSOR(mmap, "mmap", "2")
STRESSOR(messages, "msg", "32")
STRESSOR(pipes, "pipe", "16")
STRESSOR(polls, "poll", "16")
STRESSOR(semaphores, "sem-sysv", "16")
STRESSOR(shm, "shm-sysv", "2")
STRESSOR(sockets, "sock", "4")
STRESSOR(timers, "timer", "16")

const struct step steps[] = {
	{ "dentry", 0, dentry, 0, NOT_IMPLEMENTED },
	{ "epoll", 0, epoll, 0, NOT_IMPLEMENTED },
	{ "eventfd", 0, eventfd, 0, NOT_IMPLEMENTED },
	{ "fork", 0, forks, 0, NOT_IMPLEMENTED },
	{ "futex", 0, futex, 0, NOT_IMPLEMENTED },
	{ "mmap", 0, mmap, 0, NOT_IMPLEMENTED },
	{ "msg", 0, messages, 0, NOT_IMPLEMENTED },
	{ "pipe", 0, pipes, 0, NOT_IMPLEMENTED },
	{ "poll", 0, polls, 0, NOT_IMPLEMENTED },
	{ "sem-sysv", 0, semaphores, 0, NOT_IMPLEMENTED },
	{ "shm-sysv", 0, shm, 0, NOT_IMPLEMENTED },
	{ "sock", 0, sockets, 0, NOT_IMPLEMENTED },
	{ "timer", 0, timers, 0, NOT_IMPLEMENTED },
	{ 0 }
};

int prepare(void)
{
	return 0;
}

void check(void)
{
}
