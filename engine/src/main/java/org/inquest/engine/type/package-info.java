/// C types, whatever describes them: BTF here, debugging information in
/// `org.inquest.engine.debug.type`. Read [org.inquest.engine.type.Type] first, then
/// [org.inquest.engine.type.Types]: the types of a target by name. Another source of types
/// implements [org.inquest.engine.type.TypeSource].
@NullMarked
package org.inquest.engine.type;

import org.jspecify.annotations.NullMarked;
