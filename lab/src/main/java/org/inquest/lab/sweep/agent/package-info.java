/// The program that runs a workload's steps, one failure each: `agent.c` in the resources, and this
/// end of the line to it.
///
/// Read [org.inquest.lab.sweep.agent.Agent] first. A new request is a branch in `serve()` of
/// agent.c and a method there.
@NullMarked
package org.inquest.lab.sweep.agent;

import org.jspecify.annotations.NullMarked;
