// SPDX-License-Identifier: GPL-2.0
/* Patients in a waiting room. One who is called leaves the queue; one who then goes home leaves it again. */
#include <linux/list.h>
#include <linux/slab.h>
#include "lab.h"

struct patient {
	int number;
	struct list_head queue;
};

static LIST_HEAD(waiting);

static noinline void patient_leave(struct patient *p)
{
	list_del(&p->queue);
	pr_info("patient %d left\n", p->number);
}

static noinline void patient_visit(int number)
{
	struct patient *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return;
	p->number = number;
	list_add_tail(&p->queue, &waiting);
	TRUTH("patient.queue=%px", &p->queue);
	patient_leave(p); /* the doctor calls */
	patient_leave(p); /* wrong: the patient is on no list now */
	kfree(p);
}

LAB_COMMANDS({ "visit", patient_visit });
