package org.inquest.profile.system;

/// What the recorder asks of the kernel. A result below zero is an [Errno] with its sign changed,
/// as in the kernel itself. One thread at a time, but for [#signal].
public interface PerfSystem {
  /// `PERF_EVENT_IOC_ENABLE`.
  long ENABLE = 0x2400;

  /// `PERF_EVENT_IOC_DISABLE`.
  long DISABLE = 0x2401;

  /// `PERF_EVENT_IOC_SET_OUTPUT`: records go to the ring of another descriptor.
  long SET_OUTPUT = 0x2405;

  /// `PERF_FLAG_PID_CGROUP`: the process number is the descriptor of a cgroup's folder.
  long PID_CGROUP = 1 << 2;

  /// `PERF_FLAG_FD_CLOEXEC`: a command that is started does not inherit it.
  long CLOSE_ON_EXEC = 1 << 3;

  /// perf_event_open(2).
  ///
  /// @param pid a thread, 0 for this one, -1 for all
  /// @param cpu a CPU, or -1 for all
  /// @param group the descriptor of the group's first event, or -1
  /// @return a descriptor
  int open(EventAttr attr, int pid, int cpu, int group, long flags);

  /// ioctl(2).
  int control(int descriptor, long request, long argument);

  /// The number that samples of an event carry (`PERF_EVENT_IOC_ID`).
  long id(int descriptor);

  /// Maps a ring and the page before it, shared and writable.
  ///
  /// @return its address
  long map(int descriptor, long bytes);

  /// Takes a mapping away.
  int unmap(long address, long bytes);

  /// Waits until a ring is half full or its task has ended.
  ///
  /// @param ended set where the task of that descriptor has ended (POLLHUP)
  /// @param milliseconds at most
  /// @return how many descriptors had something to say
  int poll(int[] descriptors, boolean[] ended, int milliseconds);

  /// Reads a counter.
  ///
  /// @return how many words were read
  int read(int descriptor, long[] words);

  /// Opens a folder, for its descriptor.
  int openFolder(String path);

  /// close(2).
  int close(int descriptor);

  /// kill(2).
  int signal(int pid, int number);

  /// Lets this process open as many files as its hard limit allows.
  ///
  /// @return the limit now
  long raiseOpenFiles();

  /// Leaves the terminal and its process group (setsid(2)).
  int leaveTerminal();
}
