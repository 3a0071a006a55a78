/// Where code comes from: a dump's own text, a vmlinux, a module's file, a program or a library,
/// all asked in the same way.
///
/// Read [org.inquest.engine.code.image.CodeImage] first; [org.inquest.engine.code.image.CodeImages]
/// opens one. An image gives bytes, functions with their bounds and names of addresses; decoding is
/// [org.inquest.engine.code.Decoder]'s:
///
/// ```java
/// Functions functions = image.functions();
/// for (CodeSection section : image.text()) {
///   for (Code piece : image.code(section)) {
///     // piece.bytes() from piece.address() on; functions.indexAt(address) names them
///   }
/// }
/// ```
///
/// To add a kind of file: a class that implements `CodeImage`, named in `CodeImages`.
@NullMarked
package org.inquest.engine.code.image;

import org.jspecify.annotations.NullMarked;
