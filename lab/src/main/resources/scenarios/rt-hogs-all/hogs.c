/* hogs PRIORITY: a process on every CPU that loops for ever with a real-time priority. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void loop_on(int cpu, int priority) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  struct sched_param p = {priority};
  /* Said before it becomes true, and through the kernel's log: a terminal's output waits for a worker that starves. */
  dprintf(open("/dev/kmsg", O_WRONLY), "<1>LABTRUTH hog.%d.pid=%d", cpu, getpid());
  if (sched_setaffinity(0, sizeof one, &one) || sched_setscheduler(0, SCHED_FIFO, &p)) _exit(1);
  for (volatile long turns = 0;; turns++) {
  }
}

int main(int argc, char **argv) {
  int priority = argc > 1 ? atoi(argv[1]) : 99;
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
