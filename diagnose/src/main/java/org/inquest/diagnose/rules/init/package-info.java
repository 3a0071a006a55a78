/// Code that is only there while the kernel or a module starts.
@NullMarked
package org.inquest.diagnose.rules.init;

import org.jspecify.annotations.NullMarked;
