int state = 5;
#include "square.h"

__attribute__((noinline)) int other(int x) {
  return square(x); /* square in other */
}
