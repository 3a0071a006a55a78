/*
 * Files and folders, one operation a step. Whoever includes this says on what:
 *
 *   TYPE      of the file system, as mount takes it
 *   OPTIONS   of the mount
 *   CHECK     the program that looks for damage, and its arguments before the disk
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
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

static int empty(void)
{
	int error = at_home();

	if (error)
		return error;
	unlink("a");
	unlink("b");
	unlink("link");
	rmdir("dir");
	return 0;
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

static int rename_over(void)
{
	TRY(rename("a", "b"));
	return 0;
}

static void rename_after(int result)
{
	usual(result);
	if (result == 0 && chdir(MNT) == 0) {
		if (access("a", F_OK) == 0)
			complain("a is still there after a rename that succeeded");
		look("b", 24, "a");
	}
}

static int link_file(void)
{
	TRY(link("a", "link"));
	return 0;
}

static int symlink_long(void)
{
	char target[200];

	memset(target, 't', sizeof(target) - 1);
	target[sizeof(target) - 1] = 0;
	TRY(symlink(target, "link"));
	TRY(readlink("link", target, sizeof(target)));
	return 0;
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

static int remove_file(void)
{
	TRY(unlink("a"));
	return 0;
}

static void remove_after(int result)
{
	usual(result);
	if (result == 0 && chdir(MNT) == 0 && access("a", F_OK) == 0)
		complain("a is still there after an unlink that succeeded");
}

static int folder(void)
{
	TRY(mkdir("dir", 0700));
	int fd = open("dir/file", O_RDWR | O_CREAT, 0600);

	TRY(fd);
	close(fd);
	TRY(unlink("dir/file"));
	TRY(rmdir("dir"));
	return 0;
}

static int entries(void)
{
	DIR *dir = opendir(".");

	if (!dir)
		return errno;
	errno = 0;
	while (readdir(dir))
		;
	int error = errno;

	closedir(dir);
	return error;
}

static int attributes(void)
{
	char value[600];

	memset(value, 'v', sizeof(value));
	TRY(setxattr("a", "user.small", value, 20, 0));
	TRY(setxattr("a", "user.large", value, sizeof(value), 0));
	TRY(getxattr("a", "user.large", value, sizeof(value)));
	TRY(removexattr("a", "user.small"));
	return 0;
}

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

static int dirty(void)
{
	int error = empty();

	return error ? error : fill("a", 8, O_TRUNC);
}

static int unmount(void)
{
	chdir("/");
	TRY(umount(MNT));
	return 0;
}

static int not_mounted(void)
{
	int error = empty();

	if (error)
		return error;
	sync();
	return unmount();
}

static int mount_again(void)
{
	TRY(mount(DISK, MNT, TYPE, 0, OPTIONS));
	return 0;
}

static void mounted_after(int result)
{
	(void)result;
	mount_disk();
}

static int remount(void)
{
	TRY(mount(DISK, MNT, TYPE, MS_REMOUNT | MS_RDONLY, ""));
	TRY(mount(DISK, MNT, TYPE, MS_REMOUNT, ""));
	return 0;
}

const struct step steps[] = {
	{ "create", empty, create, usual },
	{ "write", empty, write_file, write_after },
	{ "write-fsync", empty, write_synced, write_after },
	{ "write-direct", empty, write_direct, usual },
	{ "read", with_file, read_file, usual },
	{ "map", with_file, map_file, usual },
	{ "rename", with_file, rename_over, rename_after },
	{ "link", with_file, link_file, usual },
	{ "symlink", empty, symlink_long, usual },
	{ "truncate", with_file, truncate_file, usual },
	{ "truncate-pieces", with_pieces, truncate_synced, usual },
	{ "remove", with_file, remove_file, remove_after },
	{ "remove-pieces", with_pieces, remove_file, remove_after },
	{ "folder", empty, folder, usual },
	{ "entries", with_file, entries, usual },
	{ "attributes", with_file, attributes, usual },
	{ "preallocate", with_file, preallocate, usual },
	{ "copy", with_file, copy, usual },
	{ "sync", dirty, whole_sync, usual },
	{ "remount", empty, remount, mounted_after },
	{ "unmount", dirty, unmount, mounted_after },
	{ "mount", not_mounted, mount_again, mounted_after },
	{ 0 }
};

int prepare(void)
{
	mkdir(MNT, 0700);
	return mount_disk();
}

void check(void)
{
	static const char *const fsck[] = { CHECK, DISK, 0 };
	char said[256];
	int status;

	chdir("/");
	if (umount(MNT) < 0 && errno != EINVAL) {
		complain("can't be unmounted: %s", strerror(errno));
		return;
	}
	status = execute_last(fsck, said, sizeof(said));
	if (status > 0 && status != 127)
		complain("%s finds damage: %s", fsck[0], said);
	mount_disk();
}
