/// What a Java module is made of: how commands, rules and checks are found without a list of them.
@NullMarked
package org.inquest.formats.classes;

import org.jspecify.annotations.NullMarked;
