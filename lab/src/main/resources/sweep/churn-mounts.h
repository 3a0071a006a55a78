/* The file system as a whole: mounted, changed, stopped. */
#include <linux/loop.h>
#include <sched.h>
#include "churn.h"

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

/* As it was, also where a failure has left it mounted in another way. */
static void mounted_after(int result)
{
	(void)result;
	chdir("/");
	umount(MNT);
	mount_disk();
}

static int remount(void)
{
	TRY(mount(DISK, MNT, TYPE, MS_REMOUNT | MS_RDONLY, ""));
	TRY(mount(DISK, MNT, TYPE, MS_REMOUNT, ""));
	return 0;
}

static int freeze(void)
{
	int fd = open(".", O_RDONLY), error = 0;

	TRY(fd);
	if (ioctl(fd, FIFREEZE, 0) < 0)
		error = lacking(errno);
	else
		while (ioctl(fd, FITHAW, 0) < 0)
			if (errno == EINVAL)
				break;
	close(fd);
	return error;
}

static void thawed_after(int result)
{
	int fd = open(MNT, O_RDONLY);

	if (fd >= 0) {
		ioctl(fd, FITHAW, 0);
		close(fd);
	}
	usual(result);
}

/* As a power failure leaves it: the journal has what the disk has not yet, and a file without a name. */
static int stopped(void)
{
	unsigned int how = 1;	/* EXT4_GOING_FLAGS_LOGFLUSH, XFS_FSOP_GOING_FLAGS_LOGFLUSH */
	int error = empty(), orphan, fd;

	if (!error)
		error = fill("a", 24, O_TRUNC);
	if (error)
		return error;
	orphan = open("orphan", O_RDWR | O_CREAT, 0600);
	TRY(orphan);
	if (write(orphan, "x", 1) < 0 || unlink("orphan") < 0 || fsync(orphan) < 0)
		return errno;
	TRY(mkdir("dir", 0700));
	TRY(rename("a", "dir/a"));
	fd = open(".", O_RDONLY);
	TRY(fd);
	fsync(fd);
	if (ioctl(fd, _IOR('X', 125, unsigned int), &how) < 0)
		how = 0;	/* Then it is a mount as any other. */
	close(orphan);
	close(fd);
	return unmount();
}

static int bound(void)
{
	TRY(mkdir("dir", 0700));
	TRY(mkdir("other", 0700));
	TRY(mount("dir", "other", 0, MS_BIND, 0));
	TRY(mount(0, "other", 0, MS_REMOUNT | MS_BIND | MS_RDONLY, 0));
	TRY(mount(0, "other", 0, MS_PRIVATE, 0));
	TRY(umount("other"));
	return 0;
}

/* Also where the unmount was what failed: the disk would stay in use. */
static void bound_after(int result)
{
	usual(result);
	if (chdir(MNT) == 0)
		umount2("other", MNT_DETACH);
}

static int namespace(void)
{
	TRY(unshare(CLONE_NEWNS));
	TRY(mount(0, "/", 0, MS_REC | MS_PRIVATE, 0));
	TRY(umount2(MNT, MNT_DETACH));
	return 0;
}

static int told_of(const char *const *paths)
{
	char text[4096];

	for (; *paths; paths++) {
		int fd = open(*paths, O_RDONLY);
		ssize_t n;

		/* Not every kernel has every one of them, and some are for few eyes. */
		if (fd < 0 && (errno == ENOENT || errno == EPERM || errno == EACCES))
			continue;
		TRY(fd);
		n = read(fd, text, sizeof(text));
		if (n > 0)
			n = read(fd, text, sizeof(text));
		if (n < 0) {
			int error = errno;

			close(fd);
			return error;
		}
		close(fd);
	}
	return 0;
}

/* What the kernel tells of the file system. */
static int told_about(void)
{
	static const char *const paths[] = { "/proc/self/mountinfo", "/proc/self/mountstats", "/proc/mounts",
		"/proc/filesystems", "/proc/partitions", "/proc/diskstats", "/proc/locks",
		"/proc/fs/ext4/vda/mb_groups", "/proc/fs/ext4/vda/mb_stats", "/proc/fs/ext4/vda/mb_structs_summary",
		"/proc/fs/ext4/vda/options", "/proc/fs/ext4/vda/es_shrinker_info", "/proc/fs/jbd2/vda-8/info",
		"/proc/fs/xfs/stat", "/sys/fs/ext4/vda/delayed_allocation_blocks", "/sys/fs/ext4/vda/mb_stats",
		"/sys/block/vda/stat", "/sys/block/vda/queue/scheduler", "/sys/block/vda/uevent", 0 };

	return told_of(paths);
}

/* What it tells of who uses it. */
static int told_about_us(void)
{
	static const char *const paths[] = { "/proc/self/maps", "/proc/self/smaps", "/proc/self/smaps_rollup",
		"/proc/self/numa_maps", "/proc/self/pagemap", "/proc/self/status", "/proc/self/stat", "/proc/self/statm",
		"/proc/self/limits", "/proc/self/cmdline", "/proc/self/environ", "/proc/self/auxv", "/proc/self/wchan",
		"/proc/self/stack", "/proc/self/syscall", "/proc/self/io", "/proc/self/cgroup", "/proc/self/oom_score",
		"/proc/self/fdinfo/0", "/proc/self/comm", "/proc/self/sched", "/proc/self/timers", "/proc/self/uid_map",
		"/proc/self/setgroups", 0 };
	char where[200];
	struct stat about;
	DIR *open_files = opendir("/proc/self/fd");

	if (!open_files)
		return errno;
	readdir(open_files);
	closedir(open_files);
	TRY(readlink("/proc/self/exe", where, sizeof(where)));
	TRY(readlink("/proc/self/cwd", where, sizeof(where)));
	TRY(stat("/proc/self/ns/mnt", &about));
	return told_of(paths);
}

/* What it tells of its memory. */
static int told_about_memory(void)
{
	static const char *const paths[] = { "/proc/meminfo", "/proc/vmstat", "/proc/zoneinfo", "/proc/buddyinfo",
		"/proc/pagetypeinfo", "/proc/slabinfo", "/proc/vmallocinfo", "/proc/swaps", "/proc/stat", "/proc/interrupts",
		"/proc/softirqs", "/proc/modules", "/proc/loadavg", "/proc/uptime", "/proc/version", "/proc/cmdline",
		"/proc/iomem", "/proc/ioports", "/proc/devices", "/proc/misc", "/proc/consoles", "/proc/cgroups",
		"/proc/key-users", "/proc/keys", "/proc/timer_list", "/proc/sched_debug", "/proc/schedstat", "/proc/fb",
		"/proc/cpuinfo", "/proc/crypto", "/proc/dma", "/proc/execdomains", "/proc/sysvipc/msg",
		"/proc/self/net/dev", "/proc/self/net/unix", "/proc/self/net/tcp", "/proc/self/net/protocols",
		"/proc/sys/vm/drop_caches", "/proc/sys/kernel/hostname", "/proc/sys/fs/file-nr", 0 };

	return told_of(paths);
}

/* File systems without a disk, below this one. */
static int others(const char *type, const char *options, int file)
{
	int fd, error = 0;

	TRY(mkdir("dir", 0700));
	if (mount("none", "dir", type, 0, options) < 0)
		return errno == ENODEV ? 0 : errno;
	if (file) {
		fd = open("dir/file", O_CREAT | O_RDWR, 0600);
		if (fd < 0 || write(fd, "text", 4) < 0 || setxattr("dir/file", "trusted.t", "v", 1, 0) < 0)
			error = errno == EOPNOTSUPP ? 0 : errno;
		if (fd >= 0)
			close(fd);
	}
	if (umount2("dir", MNT_DETACH) < 0 && !error)
		error = errno;
	return error;
}

static int mount_tmpfs(void)
{
	return others("tmpfs", "size=1m,mode=700", 1);
}

static int mount_ramfs(void)
{
	return others("ramfs", "mode=700", 1);
}

static int mount_proc(void)
{
	return others("proc", "", 0);
}

static int mount_sysfs(void)
{
	return others("sysfs", "", 0);
}

static int mount_cgroup2(void)
{
	return others("cgroup2", "", 0);
}

static int mount_mqueue(void)
{
	return others("mqueue", "", 0);
}

static void bare_after(int result)
{
	usual(result);
	if (chdir(MNT) == 0)
		umount2("dir", MNT_DETACH);
}

/* A disk that is a file of this one. */
static int looped(void)
{
	int control = open("/dev/loop-control", O_RDWR), number, file, loop, error = 0;
	char name[32], block[512];

	if (control < 0)
		return errno == ENOENT || errno == ENODEV || errno == ENXIO ? ENOSYS : errno;
	number = ioctl(control, LOOP_CTL_GET_FREE);
	close(control);
	TRY(number);
	sprintf(name, "/dev/loop%d", number);
	file = open("a", O_RDWR);
	loop = open(name, O_RDWR);
	if (file < 0 || loop < 0)
		return errno;
	if (ioctl(loop, LOOP_SET_FD, file) < 0)
		return errno;
	if (pread(loop, block, sizeof(block), 0) < 0 || pwrite(loop, block, sizeof(block), BLOCK) < 0 || fsync(loop) < 0)
		error = errno;
	ioctl(loop, LOOP_CLR_FD, 0);
	close(loop);
	close(file);
	return error;
}

static void looped_after(int result)
{
	usual(result);
	for (int i = 0; i < 8; i++) {
		char name[32];
		int fd;

		sprintf(name, "/dev/loop%d", i);
		fd = open(name, O_RDWR);
		if (fd >= 0) {
			ioctl(fd, LOOP_CLR_FD, 0);
			close(fd);
		}
	}
}

static int wrong_options(void)
{
	chdir("/");
	TRY(umount(MNT));
	if (mount(DISK, MNT, TYPE, 0, "no-such-option=1") == 0)
		complain("an option that there is not was taken");
	TRY(mount(DISK, MNT, TYPE, MS_RDONLY | MS_NOATIME, OPTIONS));
	return 0;
}

static int root_of_all(void)
{
	TRY(chroot("."));
	TRY(chdir("/"));
	TRY(access("a", F_OK));
	return 0;
}
