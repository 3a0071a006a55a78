/// The errors of Inquest: one small sealed family, unchecked because faults happen inside streams
/// and lambdas.
///
/// Read [org.inquest.formats.fault.InquestException] first. Every error carries what a person needs
/// to act on it: the source, the place, what was expected and what was found. Translate at the
/// read: no bounds exception of the JDK leaves the package that touched the bytes.
@NullMarked
package org.inquest.formats.fault;

import org.jspecify.annotations.NullMarked;
