/* Inlined into both units. */
static inline __attribute__((always_inline)) int square(int x) {
  return *(volatile int *)&state + x * x; /* square */
}
