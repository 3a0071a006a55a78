/*
 * A program of several threads. One asks /dev/residency which pages are in memory; the answer goes to a page that was
 * never touched. Another one maps memory again and again, a third changes the protection of a page.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096UL

/* Pages of its own, which never become part of a mapping beside it. */
static char *fresh(void) {
  char *p = mmap(NULL, 3 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED || mprotect(p + PAGE, PAGE, PROT_READ | PROT_WRITE)) {
    perror("mmap");
    exit(1);
  }
  return p + PAGE;
}

static void say(const char *who) {
  char text[64];
  int log = open("/dev/kmsg", O_WRONLY), length;
  length = snprintf(text, sizeof text, "<0>LABTRUTH %s.pid=%ld\n", who, syscall(SYS_gettid));
  if (write(log, text, length) != length) perror("/dev/kmsg");
  close(log);
}

/* Once the lock is taken, a thread that still starts would stop at its first page fault. */
static pthread_barrier_t started;

static void *reader(void *page) {
  say("reader");
  pthread_barrier_wait(&started);
  int device = open("/dev/residency", O_RDONLY);
  if (device < 0 || read(device, page, PAGE) < 0) perror("/dev/residency");
  return NULL;
}

static void *mapper(void *unused) {
  say("mapper");
  pthread_barrier_wait(&started);
  for (;;) {
    munmap(fresh(), PAGE);
    usleep(50 * 1000);
  }
  return unused;
}

static void *protector(void *page) {
  say("protector");
  pthread_barrier_wait(&started);
  for (;;) {
    usleep(70 * 1000);
    mprotect(page, PAGE, PROT_READ);
    mprotect(page, PAGE, PROT_READ | PROT_WRITE);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[3];
  char *answer = fresh(), *page = fresh();
  pthread_barrier_init(&started, NULL, 3);
  pthread_create(&threads[0], NULL, reader, answer);
  pthread_create(&threads[1], NULL, mapper, NULL);
  pthread_create(&threads[2], NULL, protector, page);
  pthread_join(threads[0], NULL);
  return 0;
}
