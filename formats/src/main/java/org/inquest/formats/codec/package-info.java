/// Page codecs: zlib, LZO, snappy, zstd, one class each behind
/// [org.inquest.formats.codec.PageCodec].
@NullMarked
package org.inquest.formats.codec;

import org.jspecify.annotations.NullMarked;
