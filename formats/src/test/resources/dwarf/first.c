extern int state;
#include "square.h"
int other(int x);

static inline __attribute__((always_inline)) int middle(int x) {
  return square(x + 1) + 3; /* square in middle */
}

__attribute__((noinline)) int outer(int x) {
  if (x > 10)
    return middle(x); /* middle in outer */
  return other(x);
}

__attribute__((noreturn, section(".text.start"))) void _start(void) {
  for (;;)
    outer(state); /* outer in start */
}
