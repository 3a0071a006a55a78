package org.inquest.kernel.mm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.task.Task;

/// The arguments a process was started with, as its own memory holds them. Dumps usually leave user
/// memory out.
public final class CommandLines {
  private static final int LIMIT = 4096;

  private CommandLines() {}

  /// The arguments; empty for kernel threads and where user memory is not in the dump.
  public static Optional<List<String>> of(Target target, Task task) {
    if (task.mm() == 0) {
      return Optional.empty();
    }
    try {
      KObject mm = target.object("struct mm_struct", task.mm());
      long from = mm.member("arg_start").asLong();
      long length = mm.member("arg_end").asLong() - from;
      if (length <= 0) {
        return Optional.empty();
      }
      byte[] bytes =
          target.userMemory(mm.member("pgd").asLong()).read(from, (int) Math.min(length, LIMIT));
      return Optional.of(split(new String(bytes, StandardCharsets.UTF_8)));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int nul = text.indexOf('\0'); nul >= 0; nul = text.indexOf('\0', from)) {
      words.add(text.substring(from, nul));
      from = nul + 1;
    }
    if (from < text.length()) {
      words.add(text.substring(from));
    }
    return words;
  }
}
