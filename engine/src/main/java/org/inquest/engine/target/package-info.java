/// The opened dump: [org.inquest.engine.target.Target], assembled once by
/// [org.inquest.engine.target.TargetOpener].
@NullMarked
package org.inquest.engine.target;

import org.jspecify.annotations.NullMarked;
