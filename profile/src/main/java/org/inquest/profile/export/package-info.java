/// A profile in the forms that other programs read, and as a page for a browser.
///
/// Begin with [org.inquest.profile.export.ProfileExport]: a format is a class that it permits, and
/// nothing else lists them. They are made from [org.inquest.profile.export.Stacks]: a
/// [org.inquest.profile.export.StackTree] with weights, samples or time without a CPU, and for
/// formats with a time axis a [org.inquest.profile.export.Timeline]. Names come out of profiles and
/// may be anything: each format says how it writes those that it could not hold as they are.
@NullMarked
package org.inquest.profile.export;

import org.jspecify.annotations.NullMarked;
