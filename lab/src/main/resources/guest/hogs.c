/*
 * hogs PRIORITY [CPU]: a process on every CPU, or on one, that loops for ever with a real-time priority (SCHED_FIFO).
 * Which process loops where becomes a fact of the truth: hog.CPU.pid.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Through the kernel's log, for a terminal's output waits for a worker that starves. Not by dprintf(): it wants to know
 * where in the file it is, and /dev/kmsg does not say.
 */
static void say_who_loops(int cpu) {
  char text[64];
  snprintf(text, sizeof text, "<0>LABTRUTH hog.%d.pid=%d\n", cpu, getpid());
  int log = open("/dev/kmsg", O_WRONLY);
  if (write(log, text, strlen(text)) < 0) perror("hogs: /dev/kmsg");
  close(log);
}

static void loop_on(int cpu, int priority) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  struct sched_param p = {priority};
  say_who_loops(cpu); /* before it becomes true: afterwards nobody may be left to print it */
  if (sched_setaffinity(0, sizeof one, &one) || sched_setscheduler(0, SCHED_FIFO, &p)) _exit(1);
  for (volatile long turns = 0;; turns++) {
  }
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "hogs PRIORITY [CPU]\n");
    return 2;
  }
  int priority = atoi(argv[1]);
  if (argc > 2) loop_on(atoi(argv[2]), priority);
  /* One below the loops and above all others, so that the first loop does not keep us from starting the last. */
  struct sched_param p = {priority - 1};
  if (sched_setscheduler(0, SCHED_FIFO, &p)) {
    perror("hogs");
    return 1;
  }
  for (long cpu = sysconf(_SC_NPROCESSORS_ONLN) - 1; cpu >= 0; cpu--)
    if (!fork()) loop_on((int)cpu, priority);
  pause();
  return 0;
}
