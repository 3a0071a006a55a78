/*
 * Two threads, two mutexes of the C library, taken in opposite orders: a deadlock that is the program's own affair. The
 * threads sleep in futex() as any idle thread may; nothing is wrong with the kernel.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t knife = PTHREAD_MUTEX_INITIALIZER, fork_ = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t both;

struct eater {
  const char *name;
  pthread_mutex_t *first, *second;
};

static void *eat(void *arg) {
  struct eater *e = arg;
  printf("LABTRUTH %s.pid=%ld\n", e->name, syscall(SYS_gettid));
  fflush(stdout);
  pthread_mutex_lock(e->first);
  pthread_barrier_wait(&both);
  pthread_mutex_lock(e->second);
  return NULL;
}

int main(void) {
  struct eater eaters[] = {{"plato", &knife, &fork_}, {"kant", &fork_, &knife}};
  pthread_t threads[2];
  pthread_barrier_init(&both, NULL, 2);
  for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, eat, &eaters[i]);
  pthread_join(threads[0], NULL);
  return 0;
}
