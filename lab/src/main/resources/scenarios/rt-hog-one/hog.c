/* hog PRIORITY CPU: loops for ever on one CPU with a real-time priority. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int cpu = atoi(argv[2]);
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  struct sched_param priority = {atoi(argv[1])};
  /* Said before it becomes true, and through the kernel's log: a terminal's output waits for a worker that starves. */
  dprintf(open("/dev/kmsg", O_WRONLY), "<1>LABTRUTH hog.%d.pid=%d", cpu, getpid());
  if (sched_setaffinity(0, sizeof one, &one) || sched_setscheduler(0, SCHED_FIFO, &priority)) {
    perror("hog");
    return 1;
  }
  for (volatile long turns = 0;; turns++) {
  }
}
