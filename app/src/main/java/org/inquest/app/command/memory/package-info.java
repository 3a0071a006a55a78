/// Commands that look at memory: words, translations.
@NullMarked
package org.inquest.app.command.memory;

import org.jspecify.annotations.NullMarked;
