/// What calls through pointers may reach. The pointer's way is followed back in the calling
/// function ([org.inquest.engine.code.flow]), the places on it get their C types from BTF, and the
/// functions of that type whose address something has are the candidates.
///
/// Read [org.inquest.engine.code.indirect.CallPointer] first: what a call goes through. Then
/// [org.inquest.engine.code.indirect.IndirectCalls], which answers both questions:
///
/// ```java
/// IndirectCalls calls = IndirectCalls.of(image, graph);
/// calls.through(function, site).pointers();  // [Member[struct file_operations, write, ...]]
/// calls.callers(function);                   // who may call it
/// ```
///
/// Nothing is kept between runs: an answer costs milliseconds for one call, and seconds for all of
/// a kernel. Without BTF only offsets are known. Values are followed on x86-64 only.
///
/// To type another origin (what more functions return, more variables): add it to
/// [org.inquest.engine.code.typed.OriginTypes].
@NullMarked
package org.inquest.engine.code.indirect;

import org.jspecify.annotations.NullMarked;
