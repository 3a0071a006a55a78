package org.inquest.kernel.fs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;

/// Names of files, from their dentries and mounts (`d_path()` in fs/d_path.c).
public final class FilePaths {
  /// PATH_MAX / 2: no path has more components.
  private static final int MAX_COMPONENTS = 2048;

  private static final int NAME_MAX = 255;

  private final Target target;

  /// Names of this target's files.
  public FilePaths(Target target) {
    this.target = target;
  }

  /// The last component of a file's name: `busybox`; empty where it is not in the dump.
  ///
  /// @param file `struct file *`, its address
  public Optional<String> name(long file) {
    try {
      return Optional.of(name(dentry(target.object("struct file", file))));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  /// A file's path from the root of its mount namespace: `/usr/bin/busybox`. Where a parent is not
  /// in the dump, the path begins with `.../`; empty where not even the name is there.
  ///
  /// @param file `struct file *`, its address
  public Optional<String> path(long file) {
    Deque<String> components = new ArrayDeque<>();
    boolean whole = false;
    try {
      KObject path = target.object("struct file", file).member("f_path");
      whole = collect(path.member("dentry").deref(), path.member("mnt").deref(), components);
    } catch (InquestException e) {
      if (components.isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of((whole ? "/" : ".../") + String.join("/", components));
  }

  private static KObject dentry(KObject file) {
    return file.member("f_path").member("dentry").deref();
  }

  private boolean collect(KObject from, KObject vfsmount, Deque<String> components) {
    StructType mountType = target.types().struct("struct mount");
    KObject dentry = from;
    KObject mount = vfsmount.containerOf(mountType, "mnt");
    for (int steps = 0; steps < MAX_COMPONENTS; steps++) {
      long parent = dentry.member("d_parent").asLong();
      if (dentry.address() == mount.member("mnt.mnt_root").asLong()) {
        long above = mount.member("mnt_parent").asLong();
        if (above == mount.address()) {
          return true;
        }
        dentry = mount.member("mnt_mountpoint").deref();
        mount = new KObject(target.memory(), mountType, above);
      } else if (parent == dentry.address()) {
        // A root that nothing is mounted on: a pipe, a socket, a memfd. It has but its own name.
        if (components.isEmpty()) {
          components.addFirst(name(dentry));
        }
        return true;
      } else {
        components.addFirst(name(dentry));
        dentry = dentry.member("d_parent").deref();
      }
    }
    return false;
  }

  private String name(KObject dentry) {
    return target.memory().readString(dentry.member("d_name.name").asLong(), NAME_MAX);
  }
}
