/// Commands about machine code: in a dump, and in files (`inquest code FILE ...`).
///
/// To add a command over a file `code xy`: a class `CodeXyCommand` that implements
/// [org.inquest.app.command.code.CodeFileCommand], and nothing else.
@NullMarked
package org.inquest.app.command.code;

import org.jspecify.annotations.NullMarked;
