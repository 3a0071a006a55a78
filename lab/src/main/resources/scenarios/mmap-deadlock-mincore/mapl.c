/*
 * One thread asks mincore() again and again, each time with its result vector in a mapping that was never touched;
 * another changes the protection of a page. A kernel whose mincore() copies the result while it still holds the mmap
 * lock for reading takes that lock again in the page fault. If the writer asked for it in between, both wait for ever.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096UL
#define PROBED (4096 * PAGE) /* large: mincore() spends its time under the lock */

static char *fresh(size_t size) {
  char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) {
    perror("mmap");
    exit(1);
  }
  return p;
}

static void say(const char *key) {
  printf("LABTRUTH %s=%ld\n", key, syscall(SYS_gettid));
  fflush(stdout);
}

static void *reader(void *probed) {
  say("reader.pid");
  for (;;) {
    char *vector = fresh(PAGE);
    mincore(probed, PROBED, (unsigned char *)vector);
    munmap(vector, PAGE);
  }
  return NULL;
}

static void *writer(void *page) {
  say("writer.pid");
  for (;;) {
    mprotect(page, PAGE, PROT_READ);
    mprotect(page, PAGE, PROT_READ | PROT_WRITE);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[2];
  say("process.pid");
  pthread_create(&threads[0], NULL, reader, fresh(PROBED));
  pthread_create(&threads[1], NULL, writer, fresh(PAGE));
  pthread_join(threads[0], NULL);
  return 0;
}
