/// What a sweep makes a kernel do while its calls fail: folders of the resource `workloads`.
///
/// Read [org.inquest.lab.sweep.workload.Workload] first. A new workload is one new folder with
/// `workload.properties` and `workload.c`, whose steps are explained in `agent.h`.
@NullMarked
package org.inquest.lab.sweep.workload;

import org.jspecify.annotations.NullMarked;
