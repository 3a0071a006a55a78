package org.inquest.engine.code.a64;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names of system registers and operations by their encoding, from `registers.txt` and
/// `operations.txt`.
final class SystemNames {
  private static final int OP0_SYSTEM = 1;

  static final SystemNames READ = registers("r");
  static final SystemNames WRITE = registers("w");

  private static final Map<String, SystemNames> OPERATIONS = operations();

  private final Map<Integer, String> names = new HashMap<>();

  private SystemNames() {}

  /// `ic`, `dc`, `at` or `tlbi`; with `-` behind it those that take no register.
  static SystemNames operations(String instruction) {
    return OPERATIONS.getOrDefault(instruction, new SystemNames());
  }

  /// op0, op1, CRn, CRm and op2 of an instruction as one number of 16 bits.
  static int key(int word) {
    return word >>> 5 & 0xffff;
  }

  private static int key(int op0, int op1, int crn, int crm, int op2) {
    return op0 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2;
  }

  @Nullable String name(int key) {
    return names.get(key);
  }

  private static SystemNames registers(String direction) {
    SystemNames known = new SystemNames();
    Tables.lines("registers")
        .forEach(line -> {
          String[] word = line.split(" +");
          boolean oneWay = word[1].equals("r") || word[1].equals("w");
          if (oneWay && !word[1].equals(direction)) {
            return;
          }
          int at = oneWay ? 2 : 1;
          int key = key(word, at);
          boolean family = word.length > at + 5;
          int count = family ? Integer.parseInt(word[at + 5]) : 1;
          int step = family ? Integer.parseInt(word[at + 6]) : 0;
          for (int i = 0; i < count; i++) {
            known.names.put(key + i * step, word[0].replace("#", String.valueOf(i)));
          }
        });
    return known;
  }

  private static int key(String[] word, int at) {
    return key(
        Integer.parseInt(word[at]),
        Integer.parseInt(word[at + 1]),
        Integer.parseInt(word[at + 2]),
        Integer.parseInt(word[at + 3]),
        Integer.parseInt(word[at + 4]));
  }

  private static Map<String, SystemNames> operations() {
    Map<String, SystemNames> all = new HashMap<>();
    Tables.lines("operations")
        .forEach(line -> {
          String[] word = line.split(" +");
          boolean alone = word.length > 6;
          int key =
              key(
                  OP0_SYSTEM,
                  Integer.parseInt(word[2]),
                  Integer.parseInt(word[3]),
                  Integer.parseInt(word[4]),
                  Integer.parseInt(word[5]));
          all.computeIfAbsent(alone ? word[0] + "-" : word[0], n -> new SystemNames())
              .names
              .put(key, word[1]);
        });
    return all;
  }
}
