/*
 * A process whose stack is known: main calls outer; outer calls itself until it has gone DEPTH deep; the last one lets
 * the library call visited, which sends itself a signal; the handler, on a stack of its own, calls blocked, which sleeps
 * in a system call (chain read), or in a page fault that nobody resolves (chain fault).
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEPTH 5

#ifdef WHOLE
#include "shape.c"
#else
typedef long (*visitor)(int depth, char *scratch);
long shape_visit(visitor visit, int depth, unsigned long bytes);
#endif

static int in_fault;

__attribute__((noinline)) static long blocked_in_read(void)
{
	int ends[2];
	char byte = 0;

	if (pipe(ends))
		return -1;
	return read(ends[0], &byte, 1) + byte;
}

__attribute__((noinline)) static long touch(volatile char *page)
{
	return page[8] + 1;
}

/* Whoever touches the page waits until somebody reads from the descriptor and provides it. */
__attribute__((noinline)) static long blocked_in_fault(void)
{
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register area = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	area.range.start = (unsigned long)page;
	area.range.len = 4096;
	if (fd < 0 || page == MAP_FAILED || ioctl(fd, UFFDIO_API, &api) || ioctl(fd, UFFDIO_REGISTER, &area)) {
		perror("userfaultfd");
		return -1;
	}
	return touch(page) + fd;
}

__attribute__((noinline)) static void handler(int number)
{
	volatile long sum = number;

	sum += in_fault ? blocked_in_fault() : blocked_in_read();
	printf("chain woke up: %ld\n", sum);
}

__attribute__((noinline)) static long visited(int depth, char *scratch)
{
	volatile long sum = depth + scratch[0];

	kill(getpid(), SIGUSR1);
	return sum;
}

__attribute__((noinline)) static long outer(int depth)
{
	volatile long below;

	if (depth == DEPTH)
		below = shape_visit(visited, depth, 1000 + depth);
	else
		below = outer(depth + 1);
	return below + depth;
}

int main(int argc, char **argv)
{
	static char own_stack[65536];
	stack_t stack = { .ss_sp = own_stack, .ss_size = sizeof(own_stack) };
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_ONSTACK };
	volatile long result;

	in_fault = argc > 1 && !strcmp(argv[1], "fault");
	sigaltstack(&stack, NULL);
	sigaction(SIGUSR1, &action, NULL);
	result = outer(1);
	return result == 42;
}
