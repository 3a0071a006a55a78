/// Commands about what a running system spends its time on: `inquest profile ...`, one class each.
@NullMarked
package org.inquest.app.command.profile;

import org.jspecify.annotations.NullMarked;
