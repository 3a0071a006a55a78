/* The library of chain.c: a function that calls back, with a frame whose size is only known when it runs. */
#include <alloca.h>
#include <string.h>

typedef long (*visitor)(int depth, char *scratch);

__attribute__((noinline)) long shape_visit(visitor visit, int depth, unsigned long bytes)
{
	char *scratch = alloca(bytes);

	memset(scratch, depth, bytes);
	return visit(depth, scratch) + scratch[bytes - 1];
}
