/// C expressions over the memory of a target, as people type them to look at a value:
/// `init_task.comm`, `*(struct rq *)0xffff88803ec2c0c0`, `&jiffies`, `nr_cpu_ids - 1`.
///
/// Read [org.inquest.engine.expression.Expression] first. What names mean is asked of a
/// [org.inquest.engine.expression.Scope]; [org.inquest.engine.expression.Words] takes the text
/// apart, [org.inquest.engine.expression.Operators] knows what C's operators do to a
/// [org.inquest.engine.expression.Result]. Nothing can be assigned and nothing called: it is a
/// dump.
@NullMarked
package org.inquest.engine.expression;

import org.jspecify.annotations.NullMarked;
