package org.inquest.app.render;

import java.io.IOException;
import java.util.List;
import org.inquest.app.document.Document;

/// Writes one output: [#begin], [#document] once, [#end].
public interface Renderer {

  /// Opens the output.
  ///
  /// @param about what was asked
  void begin(Request about) throws IOException;

  /// Writes the answer. Parts of a [org.inquest.app.document.Group] are made while they are
  /// written.
  void document(Document document) throws IOException;

  /// Adds something that could not be looked at and belongs to no place in the document, unless the
  /// document named it.
  void gap(String what) throws IOException;

  /// Closes the output and flushes it. Called after an error too, so that JSON and HTML are whole.
  ///
  /// @param exit the program's exit code
  /// @param error the one line that says what went wrong, or empty
  void end(int exit, String error) throws IOException;

  /// What could not be looked at, as far as [#document] came across it.
  List<String> gaps();

  /// What was asked.
  ///
  /// @param version of Inquest
  /// @param command its name
  /// @param arguments its arguments as typed
  /// @param dumps the files of the dump as typed
  record Request(String version, String command, List<String> arguments, List<String> dumps) {}
}
