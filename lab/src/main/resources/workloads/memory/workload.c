/* What a process does with its memory, one kind a step. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "agent.h"

#define PAGE 4096L
#define SIZE (64 * PAGE)

static char *region;
static int file = -1;

static int mapped(void)
{
	region = mmap(0, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return region == MAP_FAILED ? errno : 0;
}

static int touched(void)
{
	int error = mapped();

	if (!error)
		memset(region, 'm', SIZE);
	return error;
}

/* What the kernel writes faults pages in with an errno, what the process writes itself would be a signal. */
static int through_kernel(char *to, long bytes)
{
	int zero = open("/dev/zero", O_RDONLY), error = 0;

	TRY(zero);
	if (read(zero, to, bytes) != bytes)
		error = errno ? errno : EFAULT;
	close(zero);
	return error;
}

static int map_and_touch(void)
{
	char *own = mmap(0, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int error;

	if (own == MAP_FAILED)
		return errno;
	error = through_kernel(own, 8 * PAGE);
	munmap(own, SIZE);
	return error;
}

static int protect(void)
{
	TRY(mprotect(region + 8 * PAGE, 8 * PAGE, PROT_READ));
	TRY(mprotect(region + 8 * PAGE, 8 * PAGE, PROT_READ | PROT_WRITE));
	return 0;
}

static int unmap_middle(void)
{
	TRY(munmap(region + 16 * PAGE, 8 * PAGE));
	return 0;
}

static int moved(void)
{
	char *to = mremap(region, SIZE, 4 * SIZE, MREMAP_MAYMOVE);

	if (to == MAP_FAILED)
		return errno;
	for (long i = 0; i < SIZE; i += PAGE)
		if (to[i] != 'm')
			complain("a page that was moved with success has lost its content");
	return 0;
}

static int locked(void)
{
	TRY(mlock(region, SIZE / 2));
	TRY(munlock(region, SIZE / 2));
	return 0;
}

static int advised(void)
{
	static const int all[] = { MADV_DONTFORK, MADV_DOFORK, MADV_COLD, MADV_PAGEOUT, MADV_DONTNEED, MADV_FREE };

	for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (madvise(region + 4 * PAGE * i, 4 * PAGE, all[i]) < 0 && errno != EINVAL)
			return errno;
	return 0;
}

static int asked(void)
{
	unsigned char there[SIZE / PAGE];

	TRY(mincore(region, SIZE, there));
	TRY(msync(region, SIZE, MS_SYNC));
	return 0;
}

static int copied_on_fork(void)
{
	int status;
	pid_t pid = fork();

	TRY(pid);
	if (pid == 0) {
		for (long i = 0; i < SIZE; i += PAGE)
			if (region[i] != 'm')
				_exit(9);
		_exit(through_kernel(region, 4 * PAGE) ? 1 : 0);
	}
	TRY(waitpid(pid, &status, 0));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 9)
		complain("a child does not see the content of its parent's memory");
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : ENOMEM;
}

static int memory_file(void)
{
	char text[PAGE];
	int fd = memfd_create("swept", MFD_ALLOW_SEALING), error = 0;

	TRY(fd);
	memset(text, 'f', sizeof(text));
	if (ftruncate(fd, SIZE) < 0 || pwrite(fd, text, PAGE, 3 * PAGE) < 0
	    || fallocate(fd, 0, 8 * PAGE, 4 * PAGE) < 0
	    || fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4 * PAGE) < 0
	    || fcntl(fd, F_ADD_SEALS, F_SEAL_GROW) < 0)
		error = errno;
	close(fd);
	return error;
}

static int with_file(void)
{
	file = memfd_create("mapped", 0);
	TRY(file);
	TRY(ftruncate(file, SIZE));
	return 0;
}

static int shared_mapping(void)
{
	char *own = mmap(0, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	int error;

	if (own == MAP_FAILED)
		return errno;
	error = through_kernel(own, 6 * PAGE);
	munmap(own, SIZE);
	return error;
}

static int heap(void)
{
	char *end = sbrk(0);

	TRY(brk(end + SIZE));
	int error = through_kernel(end, 4 * PAGE);

	TRY(brk(end));
	return error;
}

static int other_memory(void)
{
	char here[2 * PAGE];
	long n = syscall(SYS_process_vm_readv, getpid(),
			 &(struct { void *base; size_t size; }){ here, sizeof(here) }, 1,
			 &(struct { void *base; size_t size; }){ region, sizeof(here) }, 1, 0);

	return n == sizeof(here) ? 0 : errno == ENOSYS ? 0 : errno ? errno : EIO;
}

const struct step steps[] = {
	{ "map", 0, map_and_touch, 0 },
	{ "protect", touched, protect, 0 },
	{ "unmap", touched, unmap_middle, 0 },
	{ "move", touched, moved, 0 },
	{ "lock", mapped, locked, 0 },
	{ "advise", touched, advised, 0 },
	{ "ask", touched, asked, 0 },
	{ "fork", touched, copied_on_fork, 0 },
	{ "memfd", 0, memory_file, 0 },
	{ "shared", with_file, shared_mapping, 0 },
	{ "heap", 0, heap, 0 },
	{ "other", touched, other_memory, 0 },
	{ 0 }
};

int prepare(void)
{
	return 0;
}

void check(void)
{
}
