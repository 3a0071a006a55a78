/* A unit that defines what the other one declares, and has names of the other one. */
struct hidden {
  long secret;
  struct list {
    int other;
  } list;
};
struct hidden hide;
static int count = 30;
int more(void) { return ++count + (int)hide.secret; }
/* Not the kernel's. */
struct list_head {
  struct list_head *next, *prev, *third;
};
struct list_head odd;
/* One that kernels have, init/do_mounts.c. */
int root_mountflags = 1;
