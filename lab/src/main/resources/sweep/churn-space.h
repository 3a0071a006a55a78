/* Where on the disk files are. */
#include <sys/swap.h>
#include "churn.h"

static int preallocate(void)
{
	int fd = open("a", O_RDWR), error = 0;

	TRY(fd);
	if (fallocate(fd, 0, 32 * BLOCK, 64 * BLOCK) < 0)
		error = errno;
	else if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 4 * BLOCK, 4 * BLOCK) < 0)
		error = errno;
	else if (fallocate(fd, FALLOC_FL_ZERO_RANGE, 10 * BLOCK, 4 * BLOCK) < 0)
		error = errno;
	close(fd);
	return error;
}

/* Blocks that are reserved become blocks that are written, in pieces. */
static int written_later(void)
{
	int fd = open("a", O_RDWR), error = 0;

	TRY(fd);
	if (fallocate(fd, 0, 0, 64 * BLOCK) < 0)
		error = lacking(errno);
	for (int i = 0; i < 16 && !error; i++)
		if (pwrite(fd, "piece", 5, (off_t)i * 4 * BLOCK) < 0)
			error = errno;
	if (!error && fsync(fd) < 0)
		error = errno;
	close(fd);
	return error;
}

static int collapse(void)
{
	int fd = open("a", O_RDWR), error = 0;

	TRY(fd);
	if (fallocate(fd, FALLOC_FL_COLLAPSE_RANGE, 6 * BLOCK, 4 * BLOCK) < 0)
		error = lacking(errno);
	else if (fsync(fd) < 0)
		error = errno;
	close(fd);
	return error;
}

static int insert(void)
{
	int fd = open("a", O_RDWR), error = 0;

	TRY(fd);
	if (fallocate(fd, FALLOC_FL_INSERT_RANGE, 6 * BLOCK, 4 * BLOCK) < 0)
		error = lacking(errno);
	close(fd);
	return error;
}

/* So many pieces that the tree of extents has inner blocks, or its kin of another file system. */
static int with_many_pieces(void)
{
	int error = empty(), fd;

	if (error)
		return error;
	fd = open("a", O_RDWR | O_CREAT | O_TRUNC, 0600);
	TRY(fd);
	for (int i = 0; i < 90; i++)
		if (pwrite(fd, "piece", 5, (off_t)i * 2 * BLOCK) != 5)
			return errno;
	fsync(fd);
	close(fd);
	sync();
	return 0;
}

static int punch(void)
{
	int fd = open("a", O_RDWR), error = 0;

	TRY(fd);
	for (int i = 0; i < 4 && !error; i++)
		if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)i * 30 * BLOCK, 9 * BLOCK) < 0)
			error = lacking(errno);
	if (!error && fsync(fd) < 0)
		error = errno;
	close(fd);
	return error;
}

static int trim(void)
{
	struct fstrim_range all = { .len = ~0ULL };
	int fd = open(".", O_RDONLY), error = 0;

	TRY(fd);
	if (ioctl(fd, FITRIM, &all) < 0)
		error = lacking(errno);
	close(fd);
	return error;
}

/* mm/swapfile.c: union swap_header, written by hand. */
static int with_swap_file(void)
{
	static char block[BLOCK];
	int error = empty(), fd;

	if (error)
		return error;
	swapoff("swap");
	fd = open("swap", O_RDWR | O_CREAT | O_TRUNC, 0600);
	TRY(fd);
	for (int i = 0; i < 64; i++)
		if (write(fd, block, BLOCK) < 0)
			return errno;
	((unsigned int *)block)[256] = 1;
	((unsigned int *)block)[257] = 63;
	memcpy(block + BLOCK - 10, "SWAPSPACE2", 10);
	if (pwrite(fd, block, BLOCK, 0) < 0 || fsync(fd) < 0)
		error = errno;
	memset(block, 0, sizeof(block));
	close(fd);
	sync();
	return error;
}

static int swap(void)
{
	if (swapon("swap", 0) < 0)
		return lacking(errno);
	TRY(swapoff("swap"));
	return 0;
}

static void swap_after(int result)
{
	usual(result);
	if (chdir(MNT) == 0)
		swapoff("swap");
}
