/* What is in files: written, read, mapped, copied. */
#include <sys/socket.h>
#include <sys/wait.h>
#include "churn.h"

static int create(void)
{
	int fd = open("a", O_RDWR | O_CREAT | O_EXCL, 0600);

	TRY(fd);
	return close(fd) < 0 ? errno : 0;
}

static int write_file(void)
{
	return fill("a", 16, O_TRUNC);
}

static void write_after(int result)
{
	usual(result);
	if (result == 0 && chdir(MNT) == 0)
		look("a", 16, "a");
}

static int write_synced(void)
{
	int error = fill("a", 16, O_TRUNC), fd;

	if (error)
		return error;
	fd = open("a", O_RDWR);
	TRY(fd);
	if (fsync(fd) < 0) {
		error = errno;
		close(fd);
		return error;
	}
	return close(fd) < 0 ? errno : 0;
}

static int write_direct(void)
{
	void *block;
	int fd, error = 0;

	if (posix_memalign(&block, BLOCK, 4 * BLOCK))
		return ENOMEM;
	memset(block, 'd', 4 * BLOCK);
	fd = open("a", O_RDWR | O_CREAT | O_DIRECT, 0600);
	TRY(fd);
	if (pwrite(fd, block, 4 * BLOCK, 0) < 0 || pread(fd, block, BLOCK, BLOCK) < 0)
		error = errno;
	close(fd);
	free(block);
	return error;
}

static int read_file(void)
{
	char block[BLOCK];
	int fd = open("a", O_RDONLY), error = 0;

	TRY(fd);
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	for (int i = 0; i < 24 && !error; i++)
		if (pread(fd, block, BLOCK, (off_t)i * BLOCK) < 0)
			error = errno;
	close(fd);
	return error;
}

static int map_file(void)
{
	int fd = open("a", O_RDWR), error = 0;
	char *map;

	TRY(fd);
	map = mmap(0, 8 * BLOCK, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED) {
		error = errno;
		close(fd);
		return error;
	}
	/* Through the kernel's copy: a page that can't be had is an errno there, and a signal here. */
	if (pwrite(fd, "mapped", 6, 0) < 0 || msync(map, 8 * BLOCK, MS_SYNC) < 0)
		error = errno;
	munmap(map, 8 * BLOCK);
	close(fd);
	return error;
}

static int truncate_file(void)
{
	TRY(truncate("a", 5 * BLOCK + 100));
	return 0;
}

static int truncate_synced(void)
{
	int fd;

	TRY(truncate("a", 0));
	fd = open("a", O_RDWR);
	TRY(fd);
	fsync(fd);
	close(fd);
	return 0;
}

static int copy(void)
{
	int from = open("a", O_RDONLY), to, error = 0;

	TRY(from);
	to = open("b", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (to < 0) {
		error = errno;
	} else {
		if (sendfile(to, from, 0, 24 * BLOCK) < 0)
			error = errno;
		close(to);
	}
	close(from);
	return error;
}

static int whole_sync(void)
{
	int fd = open(".", O_RDONLY), error = 0;

	TRY(fd);
	if (syncfs(fd) < 0)
		error = errno;
	close(fd);
	return error;
}

static int append(void)
{
	char text[100] = "appended";
	struct iovec pieces[3] = { { text, 100 }, { text, 50 }, { text, 7 } };
	int fd = open("a", O_WRONLY | O_APPEND), error = 0;

	TRY(fd);
	for (int i = 0; i < 8 && !error; i++)
		if (writev(fd, pieces, 3) < 0)
			error = errno;
	if (!error && fdatasync(fd) < 0)
		error = errno;
	close(fd);
	return error;
}

/* Through a pipe, which holds the file's own pages. */
static int through_pipe(void)
{
	int from = open("a", O_RDONLY), to = open("b", O_WRONLY | O_CREAT | O_TRUNC, 0600), ends[2], error = 0;
	loff_t at = 0;

	if (from < 0 || to < 0 || pipe(ends) < 0)
		return errno;
	for (int i = 0; i < 6 && !error; i++)
		if (splice(from, &at, ends[1], 0, 4 * BLOCK, 0) < 0 || splice(ends[0], 0, to, 0, 4 * BLOCK, 0) < 0)
			error = errno;
	close(ends[0]);
	close(ends[1]);
	close(from);
	close(to);
	return error;
}

static int copy_range(void)
{
	int from = open("a", O_RDONLY), to = open("b", O_WRONLY | O_CREAT | O_TRUNC, 0600), error = 0;

	if (from < 0 || to < 0)
		return errno;
	if (copy_file_range(from, 0, to, 0, 24 * BLOCK, 0) < 0)
		error = errno;
	close(from);
	close(to);
	return error;
}

static int reflink(void)
{
	int from = open("a", O_RDONLY), to = open("b", O_WRONLY | O_CREAT | O_TRUNC, 0600), error = 0;

	if (from < 0 || to < 0)
		return errno;
	if (ioctl(to, FICLONE, from) < 0)
		error = lacking(errno);
	else if (pwrite(to, "unshared", 8, 5 * BLOCK) < 0 || fsync(to) < 0)
		error = errno;
	close(from);
	close(to);
	return error;
}

/* Into pages of a file that is mapped: the copy takes the page fault. */
static int read_into_map(void)
{
	int fd = open("a", O_RDWR), from = open("/proc/self/stat", O_RDONLY), error = 0;
	char *map;

	if (fd < 0 || from < 0)
		return errno;
	map = mmap(0, 24 * BLOCK, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return errno;
	for (int i = 0; i < 24 && !error; i += 5)
		if (pread(from, map + i * BLOCK, 50, 0) < 0)
			error = errno;
	if (!error && msync(map, 24 * BLOCK, MS_SYNC) < 0)
		error = errno;
	munmap(map, 24 * BLOCK);
	close(from);
	close(fd);
	return error;
}

static int read_private_map(void)
{
	int fd = open("a", O_RDONLY), from = open("/proc/self/stat", O_RDONLY), error = 0;
	char *map;

	if (fd < 0 || from < 0)
		return errno;
	map = mmap(0, 24 * BLOCK, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return errno;
	if (madvise(map, 24 * BLOCK, MADV_WILLNEED) < 0 || mprotect(map + 8 * BLOCK, 4 * BLOCK, PROT_READ) < 0)
		error = errno;
	if (!error && pread(from, map + 3 * BLOCK, 50, 0) < 0)
		error = errno;
	if (!error && mremap(map, 24 * BLOCK, 2 * BLOCK, 0) == MAP_FAILED)
		error = errno;
	close(from);
	close(fd);
	return error;
}

static int read_ahead(void)
{
	int fd = open("a", O_RDONLY), error = 0;
	char block[BLOCK];

	TRY(fd);
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	if (readahead(fd, 0, 24 * BLOCK) < 0 || pread(fd, block, BLOCK, 20 * BLOCK) < 0)
		error = errno;
	close(fd);
	return error;
}

static int read_direct(void)
{
	void *block;
	int fd, error = 0;

	if (posix_memalign(&block, BLOCK, 8 * BLOCK))
		return ENOMEM;
	memset(block, 0, 8 * BLOCK);
	fd = open("a", O_RDONLY | O_DIRECT);
	TRY(fd);
	if (pread(fd, block, 8 * BLOCK, 0) < 0 || pread(fd, block, 2 * BLOCK, 30 * BLOCK) < 0)
		error = errno;
	close(fd);
	free(block);
	return error;
}

/* Past the end, over what is there, and each write waits for the disk. */
static int write_direct_synced(void)
{
	void *block;
	int fd, error = 0;

	if (posix_memalign(&block, BLOCK, 4 * BLOCK))
		return ENOMEM;
	memset(block, 'd', 4 * BLOCK);
	fd = open("a", O_RDWR | O_DIRECT | O_SYNC);
	TRY(fd);
	if (pwrite(fd, block, 4 * BLOCK, 2 * BLOCK) < 0 || pwrite(fd, block, 4 * BLOCK, 40 * BLOCK) < 0)
		error = errno;
	close(fd);
	free(block);
	return error;
}

static int write_large(void)
{
	static char block[32 * BLOCK];
	int fd = open("a", O_RDWR | O_CREAT | O_TRUNC, 0600), error = 0;

	TRY(fd);
	if (write(fd, block, sizeof(block)) < 0)
		error = errno;
	if (!error && sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER) < 0)
		error = errno;
	if (!error && fsync(fd) < 0)
		error = errno;
	close(fd);
	return error;
}

static int locks(void)
{
	struct flock range = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 10, .l_len = 20 };
	int fd = open("a", O_RDWR), again = open("a", O_RDWR), error = 0;

	if (fd < 0 || again < 0)
		return errno;
	if (flock(fd, LOCK_EX) < 0 || fcntl(fd, F_SETLK, &range) < 0)
		error = errno;
	range.l_start = 15;
	range.l_len = 5;
	range.l_type = F_UNLCK;
	if (!error && fcntl(fd, F_SETLK, &range) < 0)
		error = errno;
	range.l_type = F_RDLCK;
	range.l_start = 100;
	if (!error && fcntl(again, F_OFD_SETLK, &range) < 0)
		error = errno;
	close(fd);
	close(again);
	if (!error) {
		fd = open("a", O_RDONLY);
		TRY(fd);
		if (fcntl(fd, F_SETLEASE, F_RDLCK) < 0)
			error = errno;
		close(fd);
	}
	return error;
}

static int with_script(void)
{
	static const char text[] = "#!/bin/true\n";
	int error = empty(), fd;

	if (error)
		return error;
	fd = open("a", O_WRONLY | O_CREAT, 0700);
	TRY(fd);
	if (write(fd, text, sizeof(text) - 1) < 0)
		error = errno;
	close(fd);
	return error;
}

/* The kernel reads the first lines of the file and goes on with the program that they name. */
static int script(void)
{
	static const char *const argv[] = { "./a", 0 };

	return become(argv);
}

/* A file's pages go out through a socket, and an open file goes with them. */
static int through_socket(void)
{
	char room[CMSG_SPACE(sizeof(int))] = "", byte = 'b';
	struct iovec text = { &byte, 1 };
	struct msghdr message = { .msg_iov = &text, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room) };
	struct cmsghdr *about = CMSG_FIRSTHDR(&message);
	int ends[2], fd = open("a", O_RDONLY), error = 0;

	TRY(fd);
	TRY(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	about->cmsg_level = SOL_SOCKET;
	about->cmsg_type = SCM_RIGHTS;
	about->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(about), &fd, sizeof(fd));
	if (sendfile(ends[0], fd, 0, 4 * BLOCK) < 0 || sendmsg(ends[0], &message, 0) < 0)
		error = errno;
	message.msg_controllen = sizeof(room);
	for (int i = 0; i < 4 && !error; i++)
		if (recvmsg(ends[1], &message, MSG_DONTWAIT) < 0)
			error = errno;
	close(ends[0]);
	close(ends[1]);
	close(fd);
	return error;
}

/* Children have the file open and mapped, as their parent has. */
static int inherited(void)
{
	int fd = open("a", O_RDWR), status, error = 0;
	char *map;
	pid_t child;

	TRY(fd);
	map = mmap(0, 8 * BLOCK, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return errno;
	child = fork();
	if (child == 0)
		_exit(pwrite(fd, "child", 5, 0) < 0);
	if (child < 0 || waitpid(child, &status, 0) < 0)
		error = errno;
	munmap(map, 8 * BLOCK);
	close(fd);
	return error;
}

static int locked_in_memory(void)
{
	int fd = open("a", O_RDONLY), error = 0;
	unsigned char there[24];
	char *map;

	TRY(fd);
	map = mmap(0, 24 * BLOCK, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return errno;
	if (mlock(map + BLOCK, 4 * BLOCK) < 0 || mincore(map, 24 * BLOCK, there) < 0 || munlock(map + 2 * BLOCK, BLOCK) < 0)
		error = errno;
	munmap(map, 24 * BLOCK);
	close(fd);
	return error;
}
