/// The wait graph: who waits for what, who holds it, and where that ends. Read
/// [org.inquest.diagnose.wait.WaitGraph] first.
@NullMarked
package org.inquest.diagnose.wait;

import org.jspecify.annotations.NullMarked;
