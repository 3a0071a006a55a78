// SPDX-License-Identifier: GPL-2.0
/*
 * A printer. Who prints hands a job to a worker and waits until the worker says that it is done.
 *
 * Wrong: the worker throws an empty job away and does not say so. Nobody on the machine can end that wait any more: the
 * worker is long idle, and forgot the job.
 */
#include <linux/completion.h>
#include <linux/workqueue.h>
#include "lab.h"

struct job {
	struct work_struct work;
	struct completion done;
	int pages;
};

static noinline void job_print(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	if (job->pages == 0)
		return; /* without complete() */
	complete(&job->done);
}

static noinline int job_submit_and_wait(struct job *job)
{
	INIT_WORK_ONSTACK(&job->work, job_print);
	init_completion(&job->done);
	schedule_work(&job->work);
	TRUTH("%s.waits=%px", current->comm, &job->done);
	wait_for_completion(&job->done);
	destroy_work_on_stack(&job->work);
	return job->pages;
}

static void print(int pages)
{
	struct job job = { .pages = pages };

	pr_info("%d pages printed\n", job_submit_and_wait(&job));
}

LAB_COMMANDS({ "print", print });
