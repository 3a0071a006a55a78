struct pair {
  long one;
  int two;
};

volatile long state;
long table[4];

__attribute__((noinline)) void sink(long value) {
  state += value;
}

static inline __attribute__((always_inline)) long twice(long number) {
  long result = number * 2;
  sink(result); /* inlined call */
  return result;
}

__attribute__((noinline)) long callee(struct pair *pair, long index, long unused) {
  long sum = pair->one + index;
  sink(sum);
  sum += twice(index);
  for (long round = 0; round < index; round++) {
    sum += table[round];
    sink(sum); /* in the loop */
  }
  return sum;
}

__attribute__((noreturn, section(".text.start"))) void _start(void) {
  struct pair here = {state, 3};
  for (;;)
    here.one = callee(&here, here.two, 42) + callee(&here, 7, 43); /* both calls */
}
