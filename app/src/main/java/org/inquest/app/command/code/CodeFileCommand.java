package org.inquest.app.command.code;

import org.inquest.app.command.InquestCommand;

/// A command over the code in a file: `inquest code FILE dis main`. Its name begins with `code`;
/// the file stands between that and the rest. [org.inquest.app.command.Session#codeFile] opens it.
public interface CodeFileCommand extends InquestCommand {
  /// The first word of their names.
  String FAMILY = "code";

  @Override
  default String line(String words) {
    return "inquest code FILE" + words.substring(FAMILY.length());
  }
}
