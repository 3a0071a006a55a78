/// Files that are made of other files and kept in a folder of the user's, so that the work is done
/// once. Whatever is there may be deleted at any time, damaged, or left by another version.
///
/// Read [org.inquest.engine.cache.CacheFolder] first. What a file holds is its owner's matter: call
/// graphs (`org.inquest.engine.code.graph`), source lines (`org.inquest.engine.debug`).
@NullMarked
package org.inquest.engine.cache;

import org.jspecify.annotations.NullMarked;
