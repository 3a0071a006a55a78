/*
 * Files and folders, one operation a step. Whoever includes this says on what:
 *
 *   TYPE      of the file system, as mount takes it
 *   OPTIONS   of the mount
 *   CHECK     the program that looks for damage, and its arguments before the disk
 */
#include "churn.h"
#include "churn-files.h"
#include "churn-names.h"
#include "churn-space.h"
#include "churn-mounts.h"

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
	{ "append", with_file, append, usual },
	{ "write-large", empty, write_large, usual },
	{ "write-direct-synced", with_file, write_direct_synced, usual },
	{ "read-direct", with_file, read_direct, usual },
	{ "read-ahead", with_file, read_ahead, usual },
	{ "read-into-map", with_file, read_into_map, usual },
	{ "read-private-map", with_file, read_private_map, usual },
	{ "pipe", with_file, through_pipe, usual },
	{ "copy-range", with_file, copy_range, usual },
	{ "clone", with_file, reflink, usual },
	{ "locks", with_file, locks, usual },
	{ "script", with_script, script, usual },
	{ "access-list", with_file, access_list, usual },
	{ "attributes-many", with_file, attributes_many, usual },
	{ "attributes-shared", with_file, attributes_shared, usual },
	{ "folder-grows", with_some_names, folder_grows, usual },
	{ "folder-read", with_full_folder, folder_read, usual },
	{ "folder-moves", with_folder, folder_moves, usual },
	{ "whiteout", with_file, whiteout, usual },
	{ "nameless", empty, nameless, usual },
	{ "open-removed", with_file, open_removed, usual },
	{ "nodes", empty, nodes, usual },
	{ "handle", with_file, handle, usual },
	{ "watched", with_file, watched, usual },
	{ "owners", with_file, owners, usual },
	{ "symlink-followed", with_folder, symlink_followed, usual },
	{ "extents", with_pieces, extents, usual },
	{ "written-later", with_file, written_later, usual },
	{ "collapse", with_file, collapse, usual },
	{ "insert", with_file, insert, usual },
	{ "punch", with_many_pieces, punch, usual },
	{ "truncate-many-pieces", with_many_pieces, truncate_synced, usual },
	{ "remove-many-pieces", with_many_pieces, remove_file, remove_after },
	{ "trim", with_file, trim, usual },
	{ "swap", with_swap_file, swap, swap_after },
	{ "freeze", dirty, freeze, thawed_after },
	{ "recover", stopped, mount_again, mounted_after },
	{ "wrong-options", dirty, wrong_options, mounted_after },
	{ "bound", empty, bound, bound_after },
	{ "namespace", dirty, namespace, mounted_after },
	{ "told-about", with_file, told_about, usual },
	{ "told-about-us", with_file, told_about_us, usual },
	{ "told-about-memory", with_file, told_about_memory, usual },
	{ "socket", with_file, through_socket, usual },
	{ "inherited", with_file, inherited, usual },
	{ "locked-in-memory", with_file, locked_in_memory, usual },
	{ "mount-tmpfs", empty, mount_tmpfs, bare_after },
	{ "mount-ramfs", empty, mount_ramfs, bare_after },
	{ "mount-proc", empty, mount_proc, bare_after },
	{ "mount-sysfs", empty, mount_sysfs, bare_after },
	{ "mount-cgroup2", empty, mount_cgroup2, bare_after },
	{ "mount-mqueue", empty, mount_mqueue, bare_after },
	{ "looped", with_file, looped, looped_after },
	{ "root-of-all", with_file, root_of_all, usual },
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
