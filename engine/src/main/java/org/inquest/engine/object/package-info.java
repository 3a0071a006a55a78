/// Typed values in a target: [org.inquest.engine.object.KObject].
@NullMarked
package org.inquest.engine.object;

import org.jspecify.annotations.NullMarked;
