/* A process that asks for the time and does nothing else: it is in the vDSO, or in the kernel, called from there. */
#include <time.h>

__attribute__((noinline)) static long ask(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_nsec;
}

int main(void)
{
	volatile long sum = 0;

	for (;;)
		sum += ask();
}
