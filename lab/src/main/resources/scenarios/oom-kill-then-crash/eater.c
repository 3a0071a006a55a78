/* Takes and touches memory until the kernel stops it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE (1 << 20)

int main(void) {
  printf("LABTRUTH eater.pid=%d\n", getpid());
  fflush(stdout);
  for (;;) {
    char *p = malloc(PIECE);
    if (p) memset(p, 1, PIECE);
  }
}
