/// The program: [org.inquest.app.Main] and what it says about itself.
@NullMarked
package org.inquest.app;

import org.jspecify.annotations.NullMarked;
