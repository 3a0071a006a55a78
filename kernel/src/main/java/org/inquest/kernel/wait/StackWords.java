package org.inquest.kernel.wait;

import java.util.Arrays;
import java.util.List;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.task.Task;

/// A run of words of a task's stack: what its innermost functions saved there.
record StackWords(long start, long[] words) {
  /// The waiting functions need less than half of this.
  private static final int MOST = 4096;

  /// The words from the saved stack pointer up to where the function at `last` was called.
  static StackWords of(VirtualMemory memory, Task task, List<Frame> frames, int last) {
    long start = task.onCpu() || task.sp() == 0 ? frames.getFirst().sp() : task.sp();
    long end = last + 1 < frames.size() ? frames.get(last + 1).sp() : frames.get(last).sp() + 512;
    return read(memory, start, end);
  }

  static StackWords read(VirtualMemory memory, long start, long end) {
    long length = end - start;
    // A frame on another stack (an exception's, or the user's) ends the run.
    int count = (int) (length <= 0 || length > MOST ? 512 : length) / Long.BYTES;
    long[] words = new long[count];
    int i = 0;
    try {
      for (; i < count; i++) {
        words[i] = memory.readLong(start + 8L * i);
      }
    } catch (MemoryFault e) {
      return new StackWords(start, Arrays.copyOf(words, i));
    }
    return new StackWords(start, words);
  }

  /// Index of the next word with a value; -1 if there is none.
  int find(long value, int from) {
    for (int i = from; i < words.length; i++) {
      if (words[i] == value) {
        return i;
      }
    }
    return -1;
  }

  /// Where a word lies.
  long address(int index) {
    return start + 8L * index;
  }

  /// Every value that could be the address of a lock, each once; `first` before all others if it is
  /// not 0.
  long[] hints(long first) {
    long[] found = new long[words.length + 1];
    int count = 0;
    if (first != 0) {
      found[count++] = first;
    }
    for (long word : words) {
      if (word < -4096 && (word & 3) == 0 && !contains(found, count, word)) {
        found[count++] = word;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static boolean contains(long[] values, int count, long value) {
    for (int i = 0; i < count; i++) {
      if (values[i] == value) {
        return true;
      }
    }
    return false;
  }
}
