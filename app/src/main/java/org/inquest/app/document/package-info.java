/// What a command returns: headings, tables, trees, stacks, conclusions, with typed values in them.
///
/// Read [org.inquest.app.document.Document] first. A document says what something *is* (an address,
/// a number, a missing value and why), never how it looks: `org.inquest.app.render` alone turns it
/// into text, JSON or HTML. Values come from a dump and are hostile; they are stored raw here and
/// made harmless where they are rendered.
@NullMarked
package org.inquest.app.document;

import org.jspecify.annotations.NullMarked;
