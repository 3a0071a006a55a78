/// Who calls whom in a kernel, a module or a dump's own text: found by decoding all of it.
///
/// Read [org.inquest.engine.code.graph.CodeGraph] first: functions are numbers, edges are arrays,
/// and a whole vmlinux takes some ten megabytes. [org.inquest.engine.code.graph.GraphBuilder] makes
/// one from a [org.inquest.engine.code.image.CodeImage] on all cores, and
/// [org.inquest.engine.code.graph.GraphCache] keeps it for the next time.
///
/// What one function says about others is all in [org.inquest.engine.code.graph.FunctionScan]: to
/// see another kind of reference, add it there and to [org.inquest.engine.code.graph.EdgeKind].
@NullMarked
package org.inquest.engine.code.graph;

import org.jspecify.annotations.NullMarked;
