/// Time: how long the machine ran, when it stopped, how busy it was. Read
/// [org.inquest.kernel.time.Clock].
@NullMarked
package org.inquest.kernel.time;

import org.jspecify.annotations.NullMarked;
