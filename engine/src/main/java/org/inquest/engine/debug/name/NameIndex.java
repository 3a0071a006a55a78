package org.inquest.engine.debug.name;

import java.util.Arrays;
import java.util.List;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.dwarf.NameHash;

/// From a name to the entries of debugging information that may describe what has it. Two names may
/// share a place in the index, so an entry found has to be asked for its name.
///
/// Safe for use by several threads.
public final class NameIndex implements AutoCloseable {
  /// Things of one name: beyond what any kernel has, where `__func__` and its like are left out.
  private static final int MAX_FOUND = 1 << 12;

  private final NameFile file;
  private final ByteSource source;

  /// @param source what the file was opened of, to be closed with this
  NameIndex(NameFile file, ByteSource source) {
    this.file = file;
    this.source = source;
  }

  /// The places of entries in `.debug_info`, ascending; empty where nothing has the name. Of a type
  /// that many units describe in the same way there is one.
  public long[] find(NameKind kind, String name) {
    long key = kind.key(NameHash.of(name));
    int first = file.first(key);
    int end = first;
    while (end < file.size() && file.key(end) == key && end - first < MAX_FOUND) {
      end++;
    }
    long[] found = new long[end - first];
    for (int i = 0; i < found.length; i++) {
      found[i] = file.offset(first + i);
    }
    Arrays.sort(found);
    return found;
  }

  /// The places of all entries that are listed, ascending. An enumeration is listed for each of its
  /// names, and is here once.
  public long[] entries() {
    long[] all = new long[file.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = file.offset(i);
    }
    return Arrays.stream(all).sorted().distinct().toArray();
  }

  /// How many things are listed.
  public int size() {
    return file.size();
  }

  /// What could not be read when the index was made, a sentence each.
  public List<String> gaps() {
    return file.gaps();
  }

  @Override
  public void close() {
    source.close();
  }
}
