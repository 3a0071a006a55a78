/// Profiles: `record` takes samples of a running system, `report` and its neighbours say what they
/// show. The bytes of perf.data are read below, in `org.inquest.formats.perf`.
@NullMarked
package org.inquest.profile;

import org.jspecify.annotations.NullMarked;
