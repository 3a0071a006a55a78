/// The command line: words to a request, a request to an exit code.
///
/// Read [org.inquest.app.cli.CommandLine] first. Exit codes: 0 done, 1 the input could not be used,
/// 2 typed wrong, 3 done but with gaps named in the output.
@NullMarked
package org.inquest.app.cli;

import org.jspecify.annotations.NullMarked;
