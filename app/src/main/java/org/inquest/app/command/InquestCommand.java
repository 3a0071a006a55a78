package org.inquest.app.command;

import org.inquest.app.document.Document;

/// One command. Implementations are public, stateless and have a public constructor without
/// parameters.
///
/// A command does little: it asks kernel helpers and puts their answers into a document. It never
/// prints, and it lets [org.inquest.formats.fault.InquestException] pass where it has no better
/// answer.
public interface InquestCommand {

  /// What the command is: the only source of its help, of the check of its arguments and of its
  /// page in `docs`.
  CommandInfo info();

  /// Whether it is about a dump, which then stands before it on the command line.
  default boolean needsDump() {
    return true;
  }

  /// A whole command line.
  ///
  /// @param words the command's name and what follows
  default String line(String words) {
    return (needsDump() ? "inquest VMCORE " : "inquest ") + words;
  }

  /// Runs it.
  ///
  /// @throws org.inquest.formats.fault.UsageError where the arguments make no sense together
  Document run(Session session, Arguments arguments);
}
