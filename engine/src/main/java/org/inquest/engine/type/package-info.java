/// C types, whatever describes them (BTF today). Read [org.inquest.engine.type.Type] first.
@NullMarked
package org.inquest.engine.type;

import org.jspecify.annotations.NullMarked;
