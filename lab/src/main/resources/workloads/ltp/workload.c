/* Single programs of the Linux Test Project, each a step. */
#include <stdlib.h>
#include "agent.h"

/* TCONF (LTP, include/tst_res_flags.h): the kernel has not what the test needs. */
#define TCONF 32

static int test(const char *program)
{
	const char *const argv[] = { program, 0 };

	/* A test makes a folder of its own there. */
	setenv("TMPDIR", "/tmp", 1);
	setenv("LTP_COLORIZE_OUTPUT", "n", 1);
	return become(argv);
}

#define TEST(name) static int name(void) { return test("/sbin/" #name); }

TEST(accept01)
TEST(dup01)
TEST(epoll_create01)
TEST(epoll_ctl01)
TEST(eventfd01)
TEST(fcntl01)
TEST(fork01)
TEST(getcwd01)
TEST(inotify01)
TEST(mkdir05)
TEST(mmap01)
TEST(mprotect03)
TEST(msgget01)
TEST(open01)
TEST(pipe01)
TEST(poll01)
TEST(rename03)
TEST(semget01)
TEST(shmget02)
TEST(signalfd01)
TEST(socket01)
TEST(socketpair01)
TEST(timerfd01)
TEST(unlink05)

const struct step steps[] = {
	{ "accept01", 0, accept01, 0, TCONF },
	{ "dup01", 0, dup01, 0, TCONF },
	{ "epoll_create01", 0, epoll_create01, 0, TCONF },
	{ "epoll_ctl01", 0, epoll_ctl01, 0, TCONF },
	{ "eventfd01", 0, eventfd01, 0, TCONF },
	{ "fcntl01", 0, fcntl01, 0, TCONF },
	{ "fork01", 0, fork01, 0, TCONF },
	{ "getcwd01", 0, getcwd01, 0, TCONF },
	{ "inotify01", 0, inotify01, 0, TCONF },
	{ "mkdir05", 0, mkdir05, 0, TCONF },
	{ "mmap01", 0, mmap01, 0, TCONF },
	{ "mprotect03", 0, mprotect03, 0, TCONF },
	{ "msgget01", 0, msgget01, 0, TCONF },
	{ "open01", 0, open01, 0, TCONF },
	{ "pipe01", 0, pipe01, 0, TCONF },
	{ "poll01", 0, poll01, 0, TCONF },
	{ "rename03", 0, rename03, 0, TCONF },
	{ "semget01", 0, semget01, 0, TCONF },
	{ "shmget02", 0, shmget02, 0, TCONF },
	{ "signalfd01", 0, signalfd01, 0, TCONF },
	{ "socket01", 0, socket01, 0, TCONF },
	{ "socketpair01", 0, socketpair01, 0, TCONF },
	{ "timerfd01", 0, timerfd01, 0, TCONF },
	{ "unlink05", 0, unlink05, 0, TCONF },
	{ 0 }
};

int prepare(void)
{
	return 0;
}

void check(void)
{
}
