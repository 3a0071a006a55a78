package org.inquest.profile.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file with code, the kernel, or code that no file has. Any thread may have its code looked for;
/// the code itself is for one thread.
public final class Binary {
  /// What kind of code it is.
  public enum Kind {
    /// A program's or a library's file.
    FILE,
    /// The kernel and its modules.
    KERNEL,
    /// Made when the program ran.
    JIT,
    /// The kernel's code for programs, `[vdso]`.
    VDSO,
    /// Nothing that is known.
    UNKNOWN
  }

  private final int id;
  private final Kind kind;
  private final String path;
  private final int pid;
  private final Optional<String> buildId;
  private final Loader loader;
  private final Object loading = new Object();
  private volatile @Nullable Code code;

  /// Finds what a binary consists of when it is asked for first.
  @FunctionalInterface
  interface Loader {
    Code load(Binary binary);
  }

  Binary(int id, Kind kind, String path, int pid, Optional<String> buildId, Loader loader) {
    this.id = id;
    this.kind = kind;
    this.path = path;
    this.pid = pid;
    this.buildId = buildId;
    this.loader = loader;
  }

  /// Its number, counted from 0.
  public int id() {
    return id;
  }

  /// What kind of code it is.
  public Kind kind() {
    return kind;
  }

  /// As it was mapped: a path, or a name in brackets.
  public String path() {
    return path;
  }

  /// The path's last part.
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// The process that its code is of; 0 for files, which many share.
  int pid() {
    return pid;
  }

  /// The build-id that was recorded, in hexadecimal.
  public Optional<String> buildId() {
    return buildId;
  }

  /// Its functions and lines, found when it is first asked for.
  public Code code() {
    Code known = code;
    return known == null ? load() : known;
  }

  private Code load() {
    synchronized (loading) {
      Code known = code;
      if (known == null) {
        known = loader.load(this);
        code = known;
      }
      return known;
    }
  }

  boolean loaded() {
    return code != null;
  }

  @Override
  public String toString() {
    return path;
  }
}
