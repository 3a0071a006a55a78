/* Names of files: given, changed, taken away; what is tied to them. */
#include <linux/fiemap.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include "churn.h"

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

/* The text forms are the library's; this is the kernel's: a version, then entries of tag, permissions, id. */
static int access_list(void)
{
	struct {
		unsigned int version;
		struct {
			unsigned short tag, permissions;
			unsigned int id;
		} entry[5];
	} list = { 2, { { 1, 6, -1 }, { 2, 4, 1000 }, { 4, 4, -1 }, { 0x10, 6, -1 }, { 0x20, 0, -1 } } };
	char back[100];

	TRY(mkdir("dir", 0700));
	if (setxattr("dir", "system.posix_acl_default", &list, sizeof(list), 0) < 0)
		return lacking(errno);
	TRY(mkdir("dir/inner", 0777));
	TRY(setxattr("a", "system.posix_acl_access", &list, sizeof(list), 0));
	TRY(getxattr("a", "system.posix_acl_access", back, sizeof(back)));
	TRY(chmod("a", 0640));
	TRY(removexattr("a", "system.posix_acl_access"));
	return 0;
}

static int attributes_many(void)
{
	char value[900], name[32], list[2000];

	memset(value, 'w', sizeof(value));
	for (int i = 0; i < 7; i++) {
		sprintf(name, "user.number%d", i);
		TRY(setxattr("a", name, value, 20 + i, 0));
	}
	TRY(listxattr("a", list, sizeof(list)));
	TRY(setxattr("a", "user.number3", value, 20, XATTR_REPLACE));
	TRY(setxattr("a", "trusted.other", value, 100, XATTR_CREATE));
	for (int i = 0; i < 7; i++) {
		sprintf(name, "user.number%d", i);
		TRY(removexattr("a", name));
	}
	return 0;
}

/* Two files of one value may share its block. */
static int attributes_shared(void)
{
	char value[700];
	int fd = open("b", O_CREAT | O_RDWR, 0600);

	TRY(fd);
	close(fd);
	memset(value, 's', sizeof(value));
	TRY(setxattr("a", "user.shared", value, sizeof(value), 0));
	TRY(setxattr("b", "user.shared", value, sizeof(value), 0));
	TRY(setxattr("b", "user.shared", value, sizeof(value) - 1, 0));
	TRY(unlink("b"));
	return 0;
}

/* Enough names for a folder to become a tree. */
static int many(int from, int to)
{
	char name[200];

	for (int i = from; i < to; i++) {
		memset(name, 'n', 180);
		sprintf(name + 180, "%d", i);
		int fd = open(name, O_CREAT | O_WRONLY, 0600);

		TRY(fd);
		close(fd);
	}
	return 0;
}

static int with_folder(void)
{
	int error = empty();

	if (error)
		return error;
	TRY(mkdir("dir", 0700));
	TRY(mkdir("dir/inner", 0700));
	TRY(mkdir("other", 0700));
	return fill("a", 4, 0);
}

static int with_names(int names)
{
	int error = with_folder();

	if (error)
		return error;
	TRY(chdir("dir"));
	error = many(0, names);
	TRY(chdir(".."));
	sync();
	return error;
}

/* In one block, for names and blocks of any size, or nearly so. */
static int with_some_names(void)
{
	return with_names(3);
}

static int with_full_folder(void)
{
	return with_names(60);
}

static int folder_grows(void)
{
	TRY(chdir("dir"));
	return many(100, 110);
}

static int folder_read(void)
{
	DIR *dir = opendir("dir");
	struct dirent *e;

	if (!dir)
		return errno;
	errno = 0;
	while ((e = readdir(dir)) && !errno)
		;
	int error = errno;

	rewinddir(dir);
	closedir(dir);
	return error;
}

static int folder_moves(void)
{
	TRY(rename("dir/inner", "other/inner"));
	TRY(syscall(SYS_renameat2, AT_FDCWD, "dir", AT_FDCWD, "other", RENAME_EXCHANGE));
	return 0;
}

static int whiteout(void)
{
	if (syscall(SYS_renameat2, AT_FDCWD, "a", AT_FDCWD, "b", RENAME_WHITEOUT) < 0)
		return lacking(errno);
	return 0;
}

/* A file that gets its name last. */
static int nameless(void)
{
	char path[64];
	int fd = open(".", O_TMPFILE | O_RDWR, 0600), error = 0;

	if (fd < 0)
		return lacking(errno);
	sprintf(path, "/proc/self/fd/%d", fd);
	if (write(fd, "text", 4) < 0 || linkat(AT_FDCWD, path, AT_FDCWD, "b", AT_SYMLINK_FOLLOW) < 0)
		error = errno;
	close(fd);
	return error;
}

/* A file that outlives its name, as far as it is open. */
static int open_removed(void)
{
	int fd = open("a", O_RDWR), error = 0;

	TRY(fd);
	if (unlink("a") < 0 || pwrite(fd, "x", 1, 40 * BLOCK) < 0 || fsync(fd) < 0)
		error = errno;
	close(fd);
	return error;
}

static int nodes(void)
{
	struct sockaddr_un name = { AF_UNIX, "socket" };
	int fd, error = 0;

	TRY(mkfifo("fifo", 0600));
	TRY(mknod("device", S_IFCHR | 0600, 1 << 8 | 3));
	fd = open("device", O_RDWR);
	TRY(fd);
	close(fd);
	fd = open("fifo", O_RDWR);
	TRY(fd);
	close(fd);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	TRY(fd);
	if (bind(fd, (struct sockaddr *)&name, sizeof(name)) < 0 || listen(fd, 1) < 0)
		error = errno;
	close(fd);
	return error;
}

static int handle(void)
{
	struct {
		struct file_handle head;
		char bytes[128];
	} about;
	int mounted, from = open(".", O_RDONLY), fd;

	TRY(from);
	about.head.handle_bytes = sizeof(about.bytes);
	if (name_to_handle_at(AT_FDCWD, "a", &about.head, &mounted, 0) < 0)
		return lacking(errno);
	fd = open_by_handle_at(from, &about.head, O_RDONLY);
	TRY(fd);
	close(fd);
	close(from);
	return 0;
}

static int watched(void)
{
	char events[512];
	int fd = inotify_init1(IN_NONBLOCK), error = 0, file;

	TRY(fd);
	if (inotify_add_watch(fd, ".", IN_ALL_EVENTS) < 0 || inotify_add_watch(fd, "a", IN_ALL_EVENTS) < 0)
		error = errno;
	if (!error) {
		file = open("b", O_CREAT | O_WRONLY, 0600);
		if (file < 0 || write(file, "x", 1) < 0 || close(file) < 0 || unlink("b") < 0)
			error = errno;
	}
	if (!error && read(fd, events, sizeof(events)) < 0)
		error = errno;
	close(fd);
	return error;
}

static int owners(void)
{
	struct timespec times[2] = { { 1000, 1 }, { 2000, 2 } };
	int flags, fd;

	TRY(chmod("a", 0444));
	TRY(chown("a", 1000, 1000));
	TRY(utimensat(AT_FDCWD, "a", times, 0));
	fd = open("a", O_RDONLY);
	TRY(fd);
	if (ioctl(fd, FS_IOC_GETFLAGS, &flags) < 0) {
		close(fd);
		return lacking(errno);
	}
	flags |= FS_NODUMP_FL | FS_NOATIME_FL;
	if (ioctl(fd, FS_IOC_SETFLAGS, &flags) < 0) {
		close(fd);
		return errno;
	}
	close(fd);
	return 0;
}

static int symlink_followed(void)
{
	struct stat about;
	char long_name[PATH_MAX];

	TRY(symlink("dir", "link"));
	TRY(stat("link/inner", &about));
	TRY(chdir("link/inner"));
	if (!getcwd(long_name, sizeof(long_name)))
		return errno;
	TRY(chdir(MNT));
	memset(long_name, 'x', sizeof(long_name));
	sprintf(long_name + 1000, "/y");
	if (access(long_name, F_OK) == 0)
		complain("a name of a thousand letters is there");
	return 0;
}

/* Where the disk has a file's blocks, and who has how many. */
static int extents(void)
{
	struct {
		struct fiemap head;
		struct fiemap_extent extent[32];
	} map = { .head = { .fm_length = ~0ULL, .fm_flags = FIEMAP_FLAG_SYNC, .fm_extent_count = 32 } };
	struct statfs about;
	int fd = open("a", O_RDONLY), error = 0;

	TRY(fd);
	if (ioctl(fd, FS_IOC_FIEMAP, &map) < 0)
		error = lacking(errno);
	else if (lseek(fd, 0, SEEK_HOLE) < 0 || lseek(fd, 0, SEEK_DATA) < 0 || fstatfs(fd, &about) < 0)
		error = errno;
	close(fd);
	return error;
}
