/// Files: names of open files. Read [org.inquest.kernel.fs.FilePaths].
@NullMarked
package org.inquest.kernel.fs;

import org.jspecify.annotations.NullMarked;
