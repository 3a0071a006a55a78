/* What the steps of churn.c share: a file system that is mounted and empty, files of known content. */
#ifndef SWEEP_CHURN_H
#define SWEEP_CHURN_H

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>
#include "agent.h"

#define DISK "/dev/vda"
#define MNT "/mnt"
#define BLOCK 4096

static int mount_disk(void)
{
	if (mount(DISK, MNT, TYPE, 0, OPTIONS) < 0 && errno != EBUSY)
		return errno;
	return 0;
}

/* How many errors the file system has recorded of itself; ext4 alone does. */
static long recorded_errors(void)
{
	char text[32] = "";
	int fd = open("/sys/fs/ext4/vda/errors_count", O_RDONLY);

	if (fd < 0)
		return 0;
	if (read(fd, text, sizeof(text) - 1) < 0)
		text[0] = 0;
	close(fd);
	return atol(text);
}

static unsigned char pattern(const char *name, off_t at)
{
	return (unsigned char)(at * 7 + at / BLOCK + name[strlen(name) - 1]);
}

static int fill(const char *name, int blocks, int flags)
{
	unsigned char block[BLOCK];
	int fd = open(name, O_RDWR | O_CREAT | flags, 0600);

	TRY(fd);
	for (int i = 0; i < blocks; i++) {
		for (int j = 0; j < BLOCK; j++)
			block[j] = pattern(name, (off_t)i * BLOCK + j);
		if (pwrite(fd, block, BLOCK, (off_t)i * BLOCK) != BLOCK) {
			int error = errno ? errno : ENOSPC;

			close(fd);
			return error;
		}
	}
	return close(fd) < 0 ? errno : 0;
}

/* What a successful run has written must be there, read from the disk and not from memory. */
static void look(const char *name, int blocks, const char *written_as)
{
	unsigned char block[BLOCK];
	int fd = open(name, O_RDONLY);

	if (fd < 0) {
		complain("%s is not there although all calls succeeded: %s", name, strerror(errno));
		return;
	}
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	for (int i = 0; i < blocks; i++) {
		if (pread(fd, block, BLOCK, (off_t)i * BLOCK) != BLOCK) {
			complain("%s is shorter than what was written with success", name);
			break;
		}
		for (int j = 0; j < BLOCK; j++)
			if (block[j] != pattern(written_as, (off_t)i * BLOCK + j)) {
				complain("%s has another content than what was written with success, at %d", name,
					 i * BLOCK + j);
				i = blocks;
				break;
			}
	}
	close(fd);
}

static void usual(int result)
{
	if (result == 0 && recorded_errors() > 0)
		complain("the file system recorded an error, but every call succeeded");
}

static int at_home(void)
{
	int error = mount_disk();

	if (error)
		return error;
	if (recorded_errors() > 0)
		return EUCLEAN;
	return chdir(MNT) < 0 ? errno : 0;
}

/* One entry of a folder, and all below it. */
static int gone(const char *path, const struct stat *about, int kind, struct FTW *at)
{
	(void)about;
	(void)kind;
	if (at->level > 0 && !strstr(path, "lost+found"))
		remove(path);
	return 0;
}

static int empty(void)
{
	int error = at_home();

	if (!error)
		nftw(".", gone, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	return error;
}

/* A file whose blocks are chosen: one that was never synced has none to be freed. */
static int with_file(void)
{
	int error = empty();

	if (!error)
		error = fill("a", 24, O_TRUNC);
	sync();
	return error;
}

/* A file in pieces: its extents need a block of their own. */
static int with_pieces(void)
{
	int error = empty(), fd;

	if (error)
		return error;
	fd = open("a", O_RDWR | O_CREAT | O_TRUNC, 0600);
	TRY(fd);
	for (int i = 0; i < 24; i++)
		if (pwrite(fd, "piece", 5, (off_t)i * 3 * BLOCK) != 5)
			return errno;
	fsync(fd);
	close(fd);
	sync();
	return 0;
}

static int dirty(void)
{
	int error = empty();

	return error ? error : fill("a", 8, O_TRUNC);
}

/* A call that this kind of file system does not have is no failure: its step is left out. */
static int lacking(int error)
{
	return error == ENOTTY || error == EINVAL || error == EOPNOTSUPP ? ENOSYS : error;
}

#endif
