/// A kernel of which only its log is left, and the files that belong to it: from a name as the log
/// prints it to an address, a source line, a type.
///
/// Read [org.inquest.kernel.logged.LoggedKernel] first. Addresses here are those the files were
/// linked for, as a log's own are moved by KASLR or not printed at all. Another kind of file that
/// has names is one more class that implements [org.inquest.kernel.logged.NamedCode].
@NullMarked
package org.inquest.kernel.logged;

import org.jspecify.annotations.NullMarked;
