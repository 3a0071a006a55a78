package org.inquest.lab.debian;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.inquest.formats.fault.Unavailable;

/// The lab's part of the user's cache folder: package lists, kernels, their headers, modules, guest
/// tools. Safe to delete at any time.
///
/// @param root absolute path
public record LabCache(Path root) {
  // A file's lock is the process's: another thread that asks for it does not wait but fails.
  private static final Lock ONE_THREAD = new ReentrantLock();

  /// Where extracted kernels are kept, one folder for each release.
  public Path kernels() {
    return folder("kernels");
  }

  /// Where the headers of kernels are kept, one folder for each release.
  public Path headers() {
    return folder("headers");
  }

  /// Where built kernel modules are kept, one folder for each set of sources and kernel.
  public Path modules() {
    return folder("modules");
  }

  /// Where the programs of guests are kept.
  public Path tools() {
    return folder("tools");
  }

  /// Where kernels are being built; nothing in it outlives a build but its log.
  public Path builds() {
    return folder("builds");
  }

  /// apt's own state for one Debian release.
  public Path archive(String suite) {
    return folder("apt").resolve(suite);
  }

  /// Does `work` while no other Inquest, in another process or thread, changes this cache.
  ///
  /// @throws Unavailable if the cache folder can't be written
  public <T> T locked(Supplier<T> work) {
    Path lock = folder("").resolve("lock");
    ONE_THREAD.lock();
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assert held.isValid();
      return work.get();
    } catch (IOException e) {
      throw cannotWrite(lock, e);
    } finally {
      ONE_THREAD.unlock();
    }
  }

  /// Does `work` unless another process is doing the same.
  ///
  /// @param name what is done, for the name of a file: "build-hacks"
  /// @param busy what to say if another process is
  /// @throws Unavailable then, or if the cache folder can't be written
  public <T> T alone(String name, String busy, Supplier<T> work) {
    Path lock = folder("").resolve(name + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held == null) {
        throw new Unavailable(busy, "wait for it to end");
      }
      return work.get();
    } catch (
        OverlappingFileLockException e) { // It is this process that does it, in another thread.
      throw new Unavailable(busy, "wait for it to end");
    } catch (IOException e) {
      throw cannotWrite(lock, e);
    }
  }

  private Path folder(String name) {
    Path p = root.resolve(name);
    try {
      return Files.createDirectories(p);
    } catch (IOException e) {
      throw cannotWrite(p, e);
    }
  }

  private static Unavailable cannotWrite(Path p, IOException e) {
    return new Unavailable(
        "the cache folder can't be written (" + e.getMessage() + ")",
        "make room or permit writing to " + p);
  }
}
