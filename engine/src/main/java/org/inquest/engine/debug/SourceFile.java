package org.inquest.engine.debug;

/// A source file as its compiler knew it.
///
/// @param folder where the compiler ran; empty where `name` is a whole path or nothing is known
/// @param name as the compiler was given it, from that folder on: `mm/slub.c`; empty where nothing
///   is known
public record SourceFile(String folder, String name) {
  static final SourceFile NONE = new SourceFile("", "");

  /// Between folder and name where both are one text, in [NamePool] and in files.
  private static final char BETWEEN = '\0';

  static SourceFile of(String text) {
    int between = text.indexOf(BETWEEN);
    return between < 0
        ? new SourceFile("", text)
        : new SourceFile(text.substring(0, between), text.substring(between + 1));
  }

  /// What [#of] reads.
  String text() {
    return folder.isEmpty() ? name : folder + BETWEEN + name;
  }

  /// Folder and name, as addr2line prints them.
  public String path() {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
