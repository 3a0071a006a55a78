/* hog NUMBER: loops for ever as a SCHED_DEADLINE task whose runtime is its whole period. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEADLINE 6 /* SCHED_DEADLINE, include/uapi/linux/sched.h */

/* struct sched_attr as of v3.14 (include/uapi/linux/sched/types.h); the C library has no name for it. */
struct attributes {
  uint32_t size, policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime, deadline, period;
};

int main(int argc, char **argv) {
  struct attributes all = {.size = sizeof all, .policy = DEADLINE};
  char fact[64];
  all.runtime = all.deadline = all.period = 1000000000;
  /* Said before it becomes true, and through the kernel's log: a terminal's output waits for a worker that starves. */
  snprintf(fact, sizeof fact, "<0>LABTRUTH hog.%s.pid=%d\n", argc > 1 ? argv[1] : "0", getpid());
  int log = open("/dev/kmsg", O_WRONLY);
  if (write(log, fact, strlen(fact)) < 0 || syscall(SYS_sched_setattr, 0, &all, 0)) {
    perror("hog");
    return 1;
  }
  for (volatile long turns = 0;; turns++) {
  }
}
