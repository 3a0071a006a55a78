/// Names as compilers write them into symbol tables, back to what stands in the source: C++ by the
/// Itanium C++ ABI, Rust in both of its forms.
///
/// Read [Demangled] first. A C++ name is parsed into [CxxNode]s ([CxxNames], [CxxUnqualified],
/// [CxxTypes] and [CxxExpressions], each a part of the ABI's grammar) and then printed
/// ([CxxPrinter]), for a name may refer to parts of itself. To add a production: find the method
/// that is named as in the ABI, section 5.1; to add an operator: a line in [CxxOperators].
@NullMarked
package org.inquest.formats.mangle;

import org.jspecify.annotations.NullMarked;
