/// Exceptions in kernel code: oopses, BUG(), WARN().
@NullMarked
package org.inquest.diagnose.rules.fault;

import org.jspecify.annotations.NullMarked;
