/// What Inquest says of a lab dump, held against the truth that the scenario recorded.
///
/// [org.inquest.lab.judge.Examination] opens the dump and diagnoses it;
/// [org.inquest.lab.judge.Expectation] is what the scenario's `expect.*` properties ask for;
/// [org.inquest.lab.judge.Judgement] is the comparison, one line for each thing expected. A wrong
/// answer is never tried again.
@NullMarked
package org.inquest.lab.judge;

import org.jspecify.annotations.NullMarked;
