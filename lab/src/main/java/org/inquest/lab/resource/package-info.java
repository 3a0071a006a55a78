/// Folders of data files that come with the lab, found by looking which are there.
@NullMarked
package org.inquest.lab.resource;

import org.jspecify.annotations.NullMarked;
