/// What a person would conclude from a profile, with the numbers it rests on: rules like those of
/// `org.inquest.diagnose`, in its words (claim, confidence, evidence, advice), over a profile.
///
/// Begin with [org.inquest.profile.finding.ProfileFindings], which runs the rules, and
/// [org.inquest.profile.finding.ProfileFacts], which they look at. To add a rule: one class in this
/// package whose name ends in `Rule`, one test; nothing lists them. Most rules ask which share of
/// the samples a group of functions has: [org.inquest.profile.finding.Dominance].
@NullMarked
package org.inquest.profile.finding;

import org.jspecify.annotations.NullMarked;
