/// Documents to text, JSON and HTML: the only place that knows widths, colours and escapes.
///
/// Everything in a document may come from a hostile dump, so each renderer makes values harmless
/// itself: text by [org.inquest.app.render.Escapes], JSON by its generator, HTML by character
/// references.
@NullMarked
package org.inquest.app.render;

import org.jspecify.annotations.NullMarked;
