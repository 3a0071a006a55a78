/// Loaded modules, as far as naming addresses, unwinding and typing need them. Read
/// [org.inquest.engine.module.Modules] first.
@NullMarked
package org.inquest.engine.module;

import org.jspecify.annotations.NullMarked;
