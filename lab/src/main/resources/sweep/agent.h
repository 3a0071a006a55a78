/*
 * What a workload of a sweep is made of.
 *
 * A workload is a list of steps. A step is small: one injected failure hits one of its allocations, so a step that
 * allocates 200 times takes 200 cases. Its three parts run in a process of their own, in this order:
 *
 *   before  makes what the step needs; nothing fails on purpose here
 *   run     what is tried while one call fails; 0, or the first errno it met
 *   after   looks at what is left, told what run returned; says complain("...") where that is wrong: a file whose
 *           content is not what a successful run has written, for instance
 *
 * Parts may be missing (0). No part may depend on an earlier step.
 *
 * A step may be a program: its run ends in become(), and what run returned is then the program's exit status. The
 * failure is in that program, not in those that it starts: a fork does not inherit the count (copy_process()).
 */
#ifndef SWEEP_AGENT_H
#define SWEEP_AGENT_H

struct step {
	const char *name;
	int (*before)(void);
	int (*run)(void);
	void (*after)(int result);
	int lacking;	/* of a program: the exit status that says that this kernel has not what it needs; 0 for none */
};

/* Defined by the workload. */
extern const struct step steps[];	/* ends with a step without a name */
int prepare(void);			/* once, before the snapshot; 0 or an errno */
void check(void);			/* now and then: whether all is well; complains otherwise */

/* For the workload. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Runs a program of the guest with its output thrown away; its exit status, or -1. */
int execute(const char *const *argv);
/* The same, and what it printed last goes to `last`. */
int execute_last(const char *const *argv, char *last, int size);

/* For run: goes on as a program of the guest, with its output thrown away; returns only if it can't, with an errno. */
int become(const char *const *argv);

/* Returns errno from a run if the call fails. */
#define TRY(call) do { if ((call) < 0) return errno; } while (0)

#endif
