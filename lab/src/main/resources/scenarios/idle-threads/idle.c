/* idle THREADS PROCESSES: so many threads in so many processes, asleep in different system calls. */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define STACK 16384UL

static int word;
static int silent[2];
static int epoll;

static void sleep_in(long kind) {
  char c;
  struct epoll_event event;
  struct pollfd poller = {silent[0], POLLIN, 0};
  sigset_t set;
  switch (kind) {
    case 0: sleep(100000); break;
    case 1: syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0); break;
    case 2: if (read(silent[0], &c, 1) < 0) pause(); break;
    case 3: poll(&poller, 1, -1); break;
    case 4: epoll_wait(epoll, &event, 1, -1); break;
    case 5: pause(); break;
    default:
      sigemptyset(&set);
      sigaddset(&set, SIGUSR1);
      sigwaitinfo(&set, NULL);
  }
}

static void *idle(void *number) {
  char name[16];
  snprintf(name, sizeof name, "idle-%ld", (long)number);
  prctl(PR_SET_NAME, name);
  for (;;) sleep_in((long)number % 7);
  return NULL;
}

/* The thread itself counts as one; stacks share one mapping, so that two maps for each thread are saved. */
static void fill(int number, int threads) {
  if (pipe(silent) || (epoll = epoll_create1(0)) < 0) exit(1);
  char *stacks = mmap(NULL, STACK * threads, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (stacks == MAP_FAILED) exit(1);
  madvise(stacks, STACK * threads, MADV_NOHUGEPAGE);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  int made = 1;
  for (long i = 1; i < threads; i++) {
    pthread_t thread;
    pthread_attr_setstack(&attributes, stacks + STACK * i, STACK);
    made += !pthread_create(&thread, &attributes, idle, (void *)i);
  }
  printf("LABTRUTH process.%d.pid=%d\nLABTRUTH process.%d.threads=%d\n", number, getpid(), number, made);
  fflush(stdout);
  for (;;) pause();
}

int main(int argc, char **argv) {
  int threads = argc > 1 ? atoi(argv[1]) : 1, processes = argc > 2 ? atoi(argv[2]) : 1;
  for (int p = 0; p < processes; p++)
    if (!fork()) fill(p, threads / processes);
  while (wait(NULL) > 0) {}
  return 0;
}
