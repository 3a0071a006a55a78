/// Bugs that can be seen in machine code alone: no source, no debug information, only what the
/// compiler made.
///
/// Read [org.inquest.engine.code.check.CodeCheck] first. Each check is one class ending in `Check`
/// that [org.inquest.engine.code.check.CodeChecks] finds by its name; it is given a
/// [org.inquest.engine.code.check.Program] and returns findings with their evidence. To add one:
/// such a class here, its command below `org.inquest.app.command.code`, a test with code that has
/// the bug and code that nearly has it.
@NullMarked
package org.inquest.engine.code.check;

import org.jspecify.annotations.NullMarked;
