/// Commands: a session and arguments in, a document out.
///
/// To add one: a public class `XyCommand` in a package `org.inquest.app.command.<group>` that
/// implements [org.inquest.app.command.InquestCommand]; its name on the command line is `xy`.
/// Nothing else needs to know of it: [org.inquest.app.command.Commands] finds it by its name, and
/// lists all of them by scanning the module.
@NullMarked
package org.inquest.app.command;

import org.jspecify.annotations.NullMarked;
