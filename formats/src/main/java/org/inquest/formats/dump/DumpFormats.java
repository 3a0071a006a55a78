package org.inquest.formats.dump;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.dump.elfcore.ElfCoreFormat;
import org.inquest.formats.dump.flat.FlattenedFile;
import org.inquest.formats.dump.kdump.KdumpFormat;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.fault.UsageError;

/// Opens a dump of any known kind. The content decides, never the file's name.
public final class DumpFormats {
  private DumpFormats() {}

  private static List<DumpFormat> formats() {
    return List.of(new KdumpFormat(), new ElfCoreFormat());
  }

  /// Opens a dump.
  ///
  /// @param paths one file, or the parts of a split dump in any order
  /// @throws UsageError where a file can't be read or the files do not belong together
  /// @throws Unsupported where the file is no dump, or one of a kind that can't be read; the
  ///   message names what it is
  /// @throws org.inquest.formats.fault.MalformedInput where it is a dump too damaged to open
  public static DumpImage open(List<Path> paths) {
    if (paths.isEmpty()) {
      throw new UsageError("no dump given");
    }
    List<ByteSource> sources = new ArrayList<>(paths.size());
    boolean opened = false;
    boolean flattened = false;
    try {
      for (Path path : paths) {
        ByteSource file = MappedFile.open(path);
        sources.add(file);
        if (FlattenedFile.probe(file)) {
          sources.set(sources.size() - 1, FlattenedFile.open(file));
          flattened = true;
        }
      }
      OpenedDump image = formatOf(sources).open(sources);
      opened = true;
      return flattened ? image.within("flattened") : image;
    } finally {
      if (!opened) {
        for (ByteSource source : sources) {
          source.close();
        }
      }
    }
  }

  private static DumpFormat formatOf(List<ByteSource> sources) {
    ByteSource first = sources.getFirst();
    for (DumpFormat format : formats()) {
      if (format.probe(first)) {
        for (ByteSource other : sources) {
          if (!format.probe(other)) {
            throw new UsageError(
                first.name() + " and " + other.name() + ": not the parts of one dump");
          }
        }
        return format;
      }
    }
    throw new Unsupported(first.name() + ": " + OtherFiles.describe(first));
  }
}
