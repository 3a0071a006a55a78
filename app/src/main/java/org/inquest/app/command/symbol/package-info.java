/// Commands about names and types: symbols, structures, modules.
@NullMarked
package org.inquest.app.command.symbol;

import org.jspecify.annotations.NullMarked;
