package org.inquest.lab.capture;

import java.util.Locale;
import java.util.OptionalInt;
import org.inquest.formats.fault.UsageError;

/// How makedumpfile is called.
///
/// @param level `-d`: which pages are left out, 0 (none) to 31 (zero, cache, user and free pages);
///   empty for 31, or 23 where makedumpfile says that it does not know the kernel
/// @param compression of each page
public record DumpOptions(OptionalInt level, Compression compression) {
  /// What production machines do, with the smallest result.
  public static final DumpOptions USUAL = new DumpOptions(OptionalInt.empty(), Compression.ZSTD);

  private static final int ALL = 31;

  // A makedumpfile older than the kernel takes pages of slabs for user pages: 1.7.8 leaves a page
  // of
  // every fourth task_struct of 7.2 out. So such a dump keeps user pages.
  private static final String CHOICE =
      """
      level=31
      makedumpfile --dump-dmesg /proc/vmcore /tmp/log 2>&1 | grep -q 'not supported' && level=23
      """;

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
    if (level.isPresent() && (level.getAsInt() < 0 || level.getAsInt() > ALL)) {
      throw new UsageError("dump level " + level.getAsInt() + " is not between 0 and 31");
    }
  }

  /// With a level that is taken whatever makedumpfile says.
  public DumpOptions(int level, Compression compression) {
    this(OptionalInt.of(level), compression);
  }

  /// The options on makedumpfile's command line that say what is written.
  public String arguments() {
    return compression.option + "-d " + level.orElse(ALL);
  }

  /// The same level, pages as they are.
  DumpOptions uncompressed() {
    return new DumpOptions(level, Compression.NONE);
  }

  /// The options for a shell script that begins with [#choice].
  String inScript() {
    return level.isPresent() ? arguments() : compression.option + "-d $level";
  }

  /// What a shell script has to do first, for [#inScript].
  String choice() {
    return level.isPresent() ? "" : CHOICE;
  }
}
