/// The lab from outside: [org.inquest.lab.LabMain] reads a command line; everything else is below.
@NullMarked
package org.inquest.lab;

import org.jspecify.annotations.NullMarked;
