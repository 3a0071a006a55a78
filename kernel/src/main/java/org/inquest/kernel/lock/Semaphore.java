package org.inquest.kernel.lock;

import org.inquest.engine.object.KObject;

/// `struct semaphore` (include/linux/semaphore.h). It has no owner: any task may release it.
///
/// @param address of the `struct semaphore`
/// @param count how many more may take it
/// @param lastHolder address of the `struct task_struct` that took it last, a hint; 0 where the
///   kernel does not record it
public record Semaphore(long address, int count, long lastHolder) {

  /// Reads a semaphore.
  ///
  /// @param semaphore `struct semaphore`
  /// @throws org.inquest.formats.fault.MemoryFault where it is not in the dump
  public static Semaphore read(KObject semaphore) {
    // `last_holder`: CONFIG_DETECT_HUNG_TASK_BLOCKER, since v6.16.
    long holder = semaphore.findMember("last_holder").map(KObject::asLong).orElse(0L);
    return new Semaphore(semaphore.address(), semaphore.member("count").asInt(), holder);
  }
}
