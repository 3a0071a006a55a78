/// x86-64: paging with four and five levels, registers, exception frames.
@NullMarked
package org.inquest.engine.arch.x86_64;

import org.jspecify.annotations.NullMarked;
