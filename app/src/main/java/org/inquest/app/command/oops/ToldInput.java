package org.inquest.app.command.oops;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.inquest.engine.debugfile.Debuginfod;

/// A log that tells how far it was read.
final class ToldInput extends FilterInputStream {
  private final String name;
  private final long total;
  private final Debuginfod.Progress progress;
  private long read;

  /// @param total bytes, -1 where that is not known
  ToldInput(InputStream log, String name, long total, Debuginfod.Progress progress) {
    super(log);
    this.name = name;
    this.total = total;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    tell(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int got = super.read(to, offset, length);
    tell(Math.max(got, 0));
    return got;
  }

  private void tell(int more) {
    read += more;
    progress.fetched(name, read, total);
  }
}
