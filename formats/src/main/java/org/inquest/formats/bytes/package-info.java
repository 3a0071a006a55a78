/// Random access to bytes: files mapped into memory, and a cursor that reports positions.
///
/// Read [org.inquest.formats.bytes.ByteSource] first. Everything is bounds-checked here, once, and
/// a read outside a source is a [org.inquest.formats.fault.MalformedInput] that names the place.
@NullMarked
package org.inquest.formats.bytes;

import org.jspecify.annotations.NullMarked;
