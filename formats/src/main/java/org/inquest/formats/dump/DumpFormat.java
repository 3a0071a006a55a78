package org.inquest.formats.dump;

import java.util.List;
import org.inquest.formats.bytes.ByteSource;

/// One kind of dump container.
public interface DumpFormat {

  /// Short name: "kdump", "elf".
  String name();

  /// Whether the content is of this kind. A file that is this kind but broken is still "yes":
  /// [#open] then says how.
  boolean probe(ByteSource source);

  /// Opens the container.
  ///
  /// @param sources the files in the order given; more than one only for split dumps. The image
  ///   closes them; where this method throws, the caller does
  /// @throws org.inquest.formats.fault.MalformedInput where the file breaks its format beyond use
  /// @throws org.inquest.formats.fault.Unsupported where the kind is known but can't be read
  /// @throws org.inquest.formats.fault.UsageError where the files do not belong together
  OpenedDump open(List<ByteSource> sources);
}
