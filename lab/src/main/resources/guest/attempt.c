/*
 * attempt LIMIT PATIENCE COMMAND [ARGUMENT]...: runs a command in /try, and tells the host once a second that the
 * machine still works. Times in seconds. What it says, each a line of its own:
 *
 *   LAB-BEAT N              still here
 *   LAB-STUCK PID S COMM    a task has been waiting in D state for S seconds without running
 *   LAB-STARVED S           tasks of ordinary priority have not run for S seconds
 *   LAB-ENDED STATUS        the command has ended (as a shell would report it), and nothing broke in the moments after
 *   LAB-STILL-RUNNING S     it has not, within the limit
 *
 * The last four are said again each second, because the kernel's own lines may tear them. It runs above everything
 * else, so that only a machine on which nothing runs falls silent, and never touches the command's memory: reading
 * cmdline or maps in /proc would wait for the same lock as a command that hangs for it.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_WAITERS 4096
/* A freed object that is used again, a timer: some bugs show only after the program that caused them is gone. */
#define AFTERMATH 3

struct waiter {
	int tid;
	long switches;
	long since;
};

static struct waiter waiters[2][MOST_WAITERS];
static int count[2], now_table;
static int ignored[MOST_WAITERS], ignored_count;
static volatile long pulse;

static long seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* Ordinary priority: stops counting when such tasks no longer run. */
static void *beat_of_ordinary_tasks(void *unused)
{
	for (;; pulse++)
		usleep(500 * 1000);
	return unused;
}

/* The state of a task, its name, and how often it has given up or lost its CPU. */
static char state_of(const char *pid, const char *tid, long *switches, char *comm, size_t size)
{
	char path[600], line[200], state = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%s/task/%s/status", pid, tid);
	f = fopen(path, "r");
	if (!f)
		return 0; /* It has ended. */
	*switches = 0;
	while (fgets(line, sizeof line, f)) {
		char *value = strchr(line, ':');

		if (!value)
			continue;
		if (!strncmp(line, "Name:", 5)) {
			value += 1 + strspn(value + 1, " \t");
			value[strcspn(value, "\n")] = 0;
			snprintf(comm, size, "%s", value);
		} else if (!strncmp(line, "State:", 6)) {
			state = value[1 + strspn(value + 1, " \t")];
			if (state != 'D')
				break;
		} else if (strstr(line, "ctxt_switches:")) {
			*switches += atol(value + 1);
		}
	}
	fclose(f);
	return state;
}

static int is_ignored(int tid)
{
	for (int i = 0; i < ignored_count; i++)
		if (ignored[i] == tid)
			return 1;
	return 0;
}

/* Since when a task that is in D state has not run: what the look before this one knew, if it has not run since. */
static long waiting_since(int tid, long switches)
{
	int old = 1 - now_table;

	for (int i = 0; i < count[old]; i++)
		if (waiters[old][i].tid == tid && waiters[old][i].switches == switches)
			return waiters[old][i].since;
	return seconds();
}

/* Looks at every task; says which one has waited for too long. */
static int look(long patience, int first)
{
	char comm[64] = "?";
	int stuck = 0;
	DIR *proc = opendir("/proc");
	struct dirent *p, *t;

	now_table = 1 - now_table;
	count[now_table] = 0;
	while (proc && (p = readdir(proc))) {
		char path[300];
		DIR *tasks;

		if (!isdigit((unsigned char)p->d_name[0]))
			continue;
		snprintf(path, sizeof path, "/proc/%s/task", p->d_name);
		tasks = opendir(path);
		while (tasks && (t = readdir(tasks))) {
			long switches, since;
			int tid = atoi(t->d_name);

			if (!tid || state_of(p->d_name, t->d_name, &switches, comm, sizeof comm) != 'D')
				continue;
			if (first && ignored_count < MOST_WAITERS)
				ignored[ignored_count++] = tid;
			if (is_ignored(tid) || count[now_table] == MOST_WAITERS)
				continue;
			since = waiting_since(tid, switches);
			waiters[now_table][count[now_table]++] = (struct waiter){ tid, switches, since };
			if (!stuck && seconds() - since >= patience) {
				printf("\nLAB-STUCK %d %ld %s\n", tid, seconds() - since, comm);
				stuck = 1;
			}
		}
		if (tasks)
			closedir(tasks);
	}
	if (proc)
		closedir(proc);
	return stuck;
}

static pid_t start(char **command)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	setsid();
	if (!chdir("/try"))
		execvp(command[0], command);
	fprintf(stderr, "%s: %s\n", command[0], strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

static void write_to(const char *file, const char *text)
{
	FILE *f = fopen(file, "w");

	if (f) {
		fputs(text, f);
		fclose(f);
	}
}

int main(int argc, char **argv)
{
	long limit, patience, begun, last_look = 0, look_took = 0, ended_at = 0, pulse_at, seen_pulse = 0;
	int status = 0;
	pid_t child;
	pthread_t thread;
	struct sched_param highest = { .sched_priority = 99 };

	if (argc < 4)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	limit = atol(argv[1]);
	patience = atol(argv[2]);
	look(patience, 1);
	begun = pulse_at = seconds();
	child = start(argv + 3);
	if (child < 0) {
		printf("LAB-ENDED 126\n");
		return 1;
	}
	write_to("/proc/self/oom_score_adj", "-1000");
	pthread_create(&thread, NULL, beat_of_ordinary_tasks, NULL);
	mlockall(MCL_CURRENT | MCL_FUTURE);
	sched_setscheduler(0, SCHED_FIFO, &highest); /* This thread only. */
	for (long beat = 0;; beat++) {
		long now = seconds();

		printf("LAB-BEAT %ld\n", beat);
		if (!ended_at && waitpid(child, &status, WNOHANG) == child)
			ended_at = now;
		/* With thousands of tasks a look takes long; it must not become a load of its own. */
		if (now - last_look >= 10 * look_took) {
			look(patience, 0);
			last_look = seconds();
			look_took = last_look - now;
		}
		if (pulse != seen_pulse) {
			seen_pulse = pulse;
			pulse_at = now;
		} else if (now - pulse_at >= patience) {
			printf("LAB-STARVED %ld\n", now - pulse_at);
		}
		/* A task that still waits is watched until it has run or has waited for too long. */
		if (ended_at && now - ended_at >= AFTERMATH && !count[now_table])
			printf("\nLAB-ENDED %d\n", WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
		else if (now - begun >= limit && !count[now_table])
			printf("\nLAB-STILL-RUNNING %ld\n", now - begun);
		sleep(1);
	}
}
