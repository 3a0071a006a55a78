package org.inquest.lab.capture;

import java.util.Locale;
import org.inquest.formats.fault.UsageError;

/// How makedumpfile is called.
///
/// @param level `-d`: which pages are left out, 0 (none) to 31 (zero, cache, user and free pages)
/// @param compression of each page
public record DumpOptions(int level, Compression compression) {
  /// What production machines do, with the smallest result.
  public static final DumpOptions USUAL = new DumpOptions(31, Compression.ZSTD);

  /// Page compressions of makedumpfile(8).
  public enum Compression {
    /// Pages as they are.
    NONE(""),
    /// `-c`
    ZLIB("-c "),
    /// `-l`
    LZO("-l "),
    /// `-p`; makedumpfile can be built without it, and Debian does.
    SNAPPY("-p "),
    /// `-z`
    ZSTD("-z ");

    private final String option;

    Compression(String option) {
      this.option = option;
    }

    /// By the name a person types.
    public static Compression parse(String name) {
      try {
        return valueOf(name.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new UsageError("no compression '" + name + "': none, zlib, lzo, snappy or zstd");
      }
    }
  }

  public DumpOptions {
    if (level < 0 || level > 31) {
      throw new UsageError("dump level " + level + " is not between 0 and 31");
    }
  }

  /// The options on makedumpfile's command line that say what is written.
  public String arguments() {
    return compression.option + "-d " + level;
  }
}
