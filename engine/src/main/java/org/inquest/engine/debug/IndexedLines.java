package org.inquest.engine.debug;

import java.util.List;
import org.inquest.formats.bytes.ByteSource;

/// Asks the index of a file. An address costs about a microsecond.
public final class IndexedLines implements SourceLines {
  private final ByteSource file;
  private final IndexFile index;
  private final PlaceTable table;

  /// @param file of the index; closed with this
  IndexedLines(ByteSource file, IndexFile index) {
    this.file = file;
    this.index = index;
    this.table = index.table();
  }

  IndexFile index() {
    return index;
  }

  @Override
  public List<SourceFrame> at(long address) {
    return table.at(address);
  }

  @Override
  public List<String> gaps() {
    return index.gaps();
  }

  @Override
  public void close() {
    file.close();
  }
}
