package org.inquest.profile.system;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.Unsupported;

/// The running kernel, through libc's `syscall`: there is no wrapper of `perf_event_open`, and one
/// shape of call for all is one handle to make, which is what costs a cold JVM its time.
public final class LinuxPerfSystem implements PerfSystem {
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_VALUE =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final long READ_WRITE = 3;
  private static final long SHARED = 1;
  private static final long IOC_ID = 0x80082407L;
  private static final short POLL_IN = 1;
  private static final short POLL_HUP = 0x10;
  private static final long AT_CURRENT = -100;
  private static final long FOLDER_READ_ONLY_CLOEXEC = 0x80000;
  private static final long LIMIT_OPEN_FILES = 7;

  private final SyscallNumbers numbers;
  private final MethodHandle syscall;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
  private final MemorySegment scratch = arena.allocate(4096, Long.BYTES);
  private MemorySegment pollDescriptors = scratch;

  private LinuxPerfSystem(SyscallNumbers numbers, MethodHandle syscall) {
    this.numbers = numbers;
    this.syscall = syscall;
  }

  /// The running kernel.
  ///
  /// @throws Unsupported where this is no Linux, or a machine whose system calls are not known
  /// @throws Unavailable where Java may not call native functions
  public static PerfSystem open() {
    String machine = System.getProperty("os.arch", "");
    SyscallNumbers numbers =
        System.getProperty("os.name", "").equals("Linux")
            ? SyscallNumbers.of(machine).orElse(null)
            : null;
    if (numbers == null) {
      throw new Unsupported(
          "recording needs Linux on x86-64 or arm64, and this is "
              + System.getProperty("os.name")
              + " on "
              + machine
              + "; profiles recorded elsewhere can be read here");
    }
    if (!LinuxPerfSystem.class.getModule().isNativeAccessEnabled()) {
      throw new Unavailable(
          "Java may not call the kernel",
          "start Inquest by its launcher, or java with"
              + " --enable-native-access=org.inquest.profile");
    }
    Linker linker = Linker.nativeLinker();
    MethodHandle handle =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD),
            ERRNO,
            Linker.Option.firstVariadicArg(1));
    return new LinuxPerfSystem(numbers, handle);
  }

  @Override
  public int open(EventAttr attr, int pid, int cpu, int group, long flags) {
    scratch.asByteBuffer().put(attr.bytes());
    return (int) call(numbers.perfEventOpen(), scratch.address(), pid, cpu, group, flags, 0);
  }

  @Override
  public int control(int descriptor, long request, long argument) {
    return (int) call(numbers.ioctl(), descriptor, request, argument, 0, 0, 0);
  }

  @Override
  public long id(int descriptor) {
    long result = call(numbers.ioctl(), descriptor, IOC_ID, scratch.address(), 0, 0, 0);
    return result < 0 ? result : scratch.get(WORD, 0);
  }

  @Override
  public long map(int descriptor, long bytes) {
    return call(numbers.mmap(), 0, bytes, READ_WRITE, SHARED, descriptor, 0);
  }

  @Override
  public int unmap(long address, long bytes) {
    return (int) call(numbers.munmap(), address, bytes, 0, 0, 0, 0);
  }

  @Override
  public int poll(int[] descriptors, boolean[] ended, int milliseconds) {
    // struct pollfd: int fd; short events, revents. struct timespec: seconds, nanoseconds.
    long room = (long) Long.BYTES * descriptors.length + 2 * Long.BYTES;
    if (pollDescriptors.byteSize() < room) {
      pollDescriptors = arena.allocate(room, Long.BYTES);
    }
    MemorySegment time = pollDescriptors.asSlice(room - 2 * Long.BYTES, 2 * Long.BYTES);
    time.set(WORD, 0, milliseconds / 1000);
    time.set(WORD, Long.BYTES, milliseconds % 1000 * 1_000_000L);
    for (int i = 0; i < descriptors.length; i++) {
      pollDescriptors.set(ValueLayout.JAVA_INT, 8L * i, descriptors[i]);
      pollDescriptors.set(ValueLayout.JAVA_SHORT, 8L * i + 4, POLL_IN);
      pollDescriptors.set(ValueLayout.JAVA_SHORT, 8L * i + 6, (short) 0);
    }
    long ready =
        call(
            numbers.ppoll(),
            pollDescriptors.address(),
            descriptors.length,
            time.address(),
            0,
            8,
            0);
    for (int i = 0; i < descriptors.length; i++) {
      short events = pollDescriptors.get(ValueLayout.JAVA_SHORT, 8L * i + 6);
      ended[i] |= ready > 0 && (events & POLL_HUP) != 0;
    }
    return (int) ready;
  }

  @Override
  public int read(int descriptor, long[] words) {
    long bytes =
        call(
            numbers.read(),
            descriptor,
            scratch.address(),
            Math.min((long) Long.BYTES * words.length, scratch.byteSize()),
            0,
            0,
            0);
    if (bytes < 0) {
      return (int) bytes;
    }
    int count = (int) (bytes / Long.BYTES);
    MemorySegment.copy(scratch, WORD, 0, words, 0, count);
    return count;
  }

  @Override
  public int openFolder(String path) {
    try (Arena brief = Arena.ofConfined()) {
      return (int)
          call(
              numbers.openat(),
              AT_CURRENT,
              brief.allocateFrom(path).address(),
              FOLDER_READ_ONLY_CLOEXEC,
              0,
              0,
              0);
    }
  }

  @Override
  public int close(int descriptor) {
    return (int) call(numbers.close(), descriptor, 0, 0, 0, 0, 0);
  }

  @Override
  public int signal(int pid, int number) {
    // Asked for by another thread, while this object's own waits in a call.
    try (Arena brief = Arena.ofConfined()) {
      MemorySegment error = brief.allocate(Linker.Option.captureStateLayout());
      return (int) call(error, numbers.kill(), pid, number, 0, 0, 0, 0);
    }
  }

  @Override
  public long raiseOpenFiles() {
    // struct rlimit64: current, maximum.
    long at = scratch.address();
    if (call(numbers.prlimit(), 0, LIMIT_OPEN_FILES, 0, at, 0, 0) < 0) {
      return 0;
    }
    scratch.set(WORD, 0, scratch.get(WORD, Long.BYTES));
    call(numbers.prlimit(), 0, LIMIT_OPEN_FILES, at, 0, 0, 0);
    return scratch.get(WORD, 0);
  }

  @Override
  public int leaveTerminal() {
    return (int) call(numbers.setsid(), 0, 0, 0, 0, 0, 0);
  }

  private long call(long number, long a, long b, long c, long d, long e, long f) {
    return call(errno, number, a, b, c, d, e, f);
  }

  private long call(
      MemorySegment error, long number, long a, long b, long c, long d, long e, long f) {
    try {
      long result = (long) syscall.invokeExact(error, number, a, b, c, d, e, f);
      return result == -1 ? -(int) ERRNO_VALUE.get(error, 0L) : result;
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable impossible) { // the native function has no Java exceptions
      throw new AssertionError(impossible);
    }
  }
}
